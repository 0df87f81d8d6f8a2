const { receiveMessageOnPort } = require('node:worker_threads');

const { port1, port2 } = new MessageChannel();
const other = new MessageChannel();
port1.postMessage({ first: 1 });
console.log(receiveMessageOnPort(port2), receiveMessageOnPort(port2));

port2.on('message', (message) => {
  console.log('message', typeof message.port, message.text);
  process.nextTick(() => console.log('tick'));
  if (message.port) message.port.postMessage('through the port');
  else port2.close();
});
port2.on('close', () => {
  console.log('closed');
  sender.postMessage([1, 2]);
});
other.port1.onmessage = ({ data, constructor }) => {
  console.log('event', data, constructor.name);
  other.port1.close();
  port1.postMessage({ text: 'last' });
};
port1.postMessage({ port: other.port2, text: 'first' }, [other.port2]);
console.log('posted', port2.hasRef(), port1.hasRef());

const sender = new BroadcastChannel('news');
const receiver = new BroadcastChannel('news');
receiver.onmessage = ({ data }) => {
  console.log('broadcast', data, sender);
  sender.close();
  receiver.close();
};
try {
  port1.postMessage(() => {});
} catch (error) {
  console.log(error.name, error.message);
}
