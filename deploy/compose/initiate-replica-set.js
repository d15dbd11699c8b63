// Run by mongosh against a fresh mongod: transactions and change streams need a replica set, be it of one member.
try {
  rs.status();
} catch {
  rs.initiate({ _id: 'ordergraph', members: [{ _id: 0, host: 'mongodb:27017' }] });
}
while (!db.hello().isWritablePrimary) sleep(200);
