/**
 * Preloaded into every child process: when the launcher is gone, even by `kill -9`, its children end too, so that the
 * next start finds its ports free.
 */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
