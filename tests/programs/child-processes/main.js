// Other programs: their output, ends, limits and failures, as events, callbacks and results.
const { exec, execFile, execFileSync, execSync, spawn, spawnSync } = require('child_process');
const { promisify } = require('util');

const show = (label, error, stdout, stderr) => {
  const { name, code, errno, killed, signal, syscall, path, spawnargs, cmd, message } = error ?? {};
  console.log(label, { name, code, errno, killed, signal, syscall, path, spawnargs, cmd, message }, stdout, stderr);
};

const events = (child) => new Promise((resolve) => {
  const seen = [];
  for (const event of ['spawn', 'error', 'exit', 'close']) {
    child.on(event, (...args) => {
      seen.push([event, ...args.map((value) => (value instanceof Error ? value.message : value))].join(' '));
      if (event === 'close') resolve(seen);
    });
  }
});

(async () => {
  const cat = spawn('cat', { stdio: ['pipe', 'pipe', 'inherit'] });
  cat.stdout.setEncoding('utf8').on('data', (text) => console.log('cat says', text));
  cat.stdin.end('hello');
  console.log(await events(cat), cat.exitCode, cat.signalCode, cat.stdio.length, cat.stderr);

  const sleeper = spawn('sleep', ['60']);
  console.log(sleeper.kill(), sleeper.killed, await events(sleeper), sleeper.kill());
  console.log(await events(spawn('does-not-exist', ['a'])));
  console.log(await events(spawn('ls', { cwd: '/does/not/exist' })));
  console.log(await events(spawn('sleep', ['60'], { timeout: 50, killSignal: 'SIGKILL' })));
  const controller = new AbortController();
  const aborted = events(spawn('sleep', ['60'], { signal: controller.signal }));
  controller.abort();
  console.log(await aborted);
  console.log(await events(spawn('exit 7', { shell: true })));

  await new Promise((done) => exec('echo out; echo err >&2; exit 3', (...args) => done(show('exec', ...args))));
  await new Promise((done) => exec('echo $A', { env: { A: 'value' } }, (...args) => done(show('env', ...args))));
  await new Promise((done) => execFile('does-not-exist', ['x'], (...args) => done(show('execFile', ...args))));
  await new Promise((done) => exec('echo hello world', { maxBuffer: 5 }, (...args) => done(show('limit', ...args))));
  await new Promise((done) => exec('sleep 60', { timeout: 50 }, (...args) => done(show('timeout', ...args))));
  console.log(await promisify(exec)('echo promised'));
  await promisify(execFile)('false').catch((error) => show('promised', error, error.stdout, error.stderr));

  const { pid, ...result } = spawnSync('sh', ['-c', 'cat; echo err >&2; exit 4'], { input: 'in', encoding: 'utf8' });
  console.log(typeof pid, result);
  console.log(spawnSync('does-not-exist').error.message, spawnSync('sleep', ['60'], { timeout: 50 }).signal);
  console.log(spawnSync('yes', { maxBuffer: 10 }).error.code, spawnSync('echo', ['x'], { stdio: 'ignore' }).stdout);
  console.log(execSync('echo sync').toString(), execFileSync('echo', ['a b'], { encoding: 'utf8' }));
  for (const call of [() => execSync('echo bad >&2; exit 5', { stdio: 'pipe' }), () => execFileSync('does-not-exist')]) {
    try {
      call();
    } catch (error) {
      console.log(error.message, error.status, String(error.stderr));
    }
  }
  for (const call of [
    () => spawn(''), () => spawn(5), () => spawn('a\0'), () => spawn('a', 5), () => spawn('a', [], 5),
    () => spawn('a', { cwd: 5 }), () => spawn('a', { stdio: 'bad' }), () => spawn('a', { shell: 5 }),
    () => spawn('a', { timeout: -1 }), () => spawn('a', { killSignal: 'SIGNOT' }), () => exec(5),
    () => execFile('a', { maxBuffer: -1 }), () => spawnSync('a', { input: 5 }), () => cat.kill('SIGNOT'),
  ]) {
    try {
      call();
      console.log('no error');
    } catch (error) {
      console.log(error.name, error.code, error.message);
    }
  }
})();
