import { type CircuitPhase, createCircuit, isLeftAlone } from './circuit.js';

class Unrelated extends Error {}

const fails = (error: Error) => (): Promise<never> => Promise.reject(error);

/** A circuit that may try again at once. */
function open(failures = 1) {
  const phases: CircuitPhase[] = [];
  const options = { failures, pauseMilliseconds: 0 };
  const circuit = createCircuit(
    options,
    (error) => !(error instanceof Unrelated),
    (phase) => phases.push(phase),
  );
  return { circuit, phases };
}

describe('a circuit', () => {
  it('opens after failures in a row, and closes when the one request that tries is answered', async () => {
    const { circuit, phases } = open(2);
    for (let failure = 0; failure < 2; failure += 1)
      await expect(circuit.execute(fails(new Error('broken')))).rejects.toThrow('broken');
    expect(await circuit.execute(() => Promise.resolve('answer'))).toBe('answer');
    expect(phases).toEqual(['closed', 'open', 'half-open', 'closed']);
  });

  it('learns nothing from what says nothing of the subgraph: it opens for it as little as it closes', async () => {
    const { circuit, phases } = open();
    await expect(circuit.execute(fails(new Unrelated('late')))).rejects.toThrow('late');
    expect(phases).toEqual(['closed']);
    await expect(circuit.execute(fails(new Error('broken')))).rejects.toThrow('broken');
    await expect(circuit.execute(fails(new Unrelated('late')))).rejects.toThrow('late');
    expect(phases).toEqual(['closed', 'open', 'half-open', 'open']);
  });

  it('goes by the request that tries, whatever one from before ends with', async () => {
    const { circuit, phases } = open();
    let endLate = (): void => undefined;
    const early = circuit.execute(
      () => new Promise<never>((_resolve, reject) => (endLate = () => reject(new Unrelated('late')))),
    );
    await expect(circuit.execute(fails(new Error('broken')))).rejects.toThrow('broken');
    let answer = (): void => undefined;
    const trial = circuit.execute(() => new Promise<void>((resolve) => (answer = resolve)));
    endLate();
    await expect(early).rejects.toThrow('late');
    answer();
    await trial;
    expect(phases).toEqual(['closed', 'open', 'half-open', 'closed']);
  });

  it('asks nothing for others while one request tries, and lets none of them wait for it', async () => {
    const { circuit } = open();
    await expect(circuit.execute(fails(new Error('broken')))).rejects.toThrow('broken');
    let answer = (): void => undefined;
    const trial = circuit.execute(() => new Promise<void>((resolve) => (answer = resolve)));
    let asked = 0;
    const ask = () => Promise.resolve((asked += 1));
    const other = circuit.execute(ask).catch((reason: unknown) => isLeftAlone(reason));
    // If the other waited, it would be for this.
    setTimeout(answer, 20);
    expect(await Promise.race([other, trial])).toBe(true);
    await trial;
    expect(asked).toBe(0);
    expect(await circuit.execute(ask)).toBe(1);
  });

  it('asks nothing while it is open', async () => {
    const phases: CircuitPhase[] = [];
    const circuit = createCircuit(
      { failures: 1, pauseMilliseconds: 60_000 },
      () => true,
      (phase) => phases.push(phase),
    );
    await expect(circuit.execute(fails(new Error('broken')))).rejects.toThrow('broken');
    const error: unknown = await circuit.execute(fails(new Error('asked'))).catch((reason: unknown) => reason);
    expect([isLeftAlone(error), phases]).toEqual([true, ['closed', 'open']]);
  });
});
