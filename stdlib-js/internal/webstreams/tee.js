'use strict';
// `tee`: two streams that each get all that one has.
// https://streams.spec.whatwg.org/#abstract-opdef-readablestreamtee

const {
  acquireReader,
  createReadableByteStream,
  createReadableStream,
  kReadable,
  readableStreamCancel,
  readerRead,
  releaseReader,
} = require('internal/webstreams/readablestream');
const { resolvedWith, then } = require('internal/webstreams/support');

/** @param {any} stream the state  @returns {[ReadableStream, ReadableStream]} */
function tee(stream) {
  return stream.controller.isBytes ? teeBytes(stream) : teeChunks(stream);
}

/** What both kinds have in common: who has cancelled, and why. */
class Branches {
  reason1 = undefined;
  reason2 = undefined;
  isCancelled1 = false;
  isCancelled2 = false;
  cancelled = Promise.withResolvers();

  /** The source is cancelled when both are. */
  cancel1(stream, reason) {
    this.isCancelled1 = true;
    this.reason1 = reason;
    if (this.isCancelled2) this.#cancelSource(stream);
    return this.cancelled.promise;
  }

  cancel2(stream, reason) {
    this.isCancelled2 = true;
    this.reason2 = reason;
    if (this.isCancelled1) this.#cancelSource(stream);
    return this.cancelled.promise;
  }

  #cancelSource(stream) {
    this.cancelled.resolve(readableStreamCancel(stream, [this.reason1, this.reason2]));
  }
}

function teeChunks(stream) {
  const reader = acquireReader(stream);
  const branches = new Branches();
  let isReading = false;
  let readAgain = false;

  function pull() {
    if (isReading) {
      readAgain = true;
      return resolvedWith();
    }
    isReading = true;
    readerRead(reader, {
      chunkSteps(chunk) {
        // On a microtask: an error of the source comes first.
        queueMicrotask(() => {
          readAgain = false;
          if (!branches.isCancelled1) controller1.enqueue(chunk);
          if (!branches.isCancelled2) controller2.enqueue(chunk);
          isReading = false;
          if (readAgain) pull();
        });
      },
      closeSteps() {
        isReading = false;
        if (!branches.isCancelled1) controller1.close();
        if (!branches.isCancelled2) controller2.close();
        if (!branches.isCancelled1 || !branches.isCancelled2) branches.cancelled.resolve();
      },
      errorSteps() {
        isReading = false;
      },
    });
    return resolvedWith();
  }

  const branch1 = createReadableStream({ pull, cancel: (reason) => branches.cancel1(stream, reason) });
  const branch2 = createReadableStream({ pull, cancel: (reason) => branches.cancel2(stream, reason) });
  const { controller: controller1 } = branch1[kReadable];
  const { controller: controller2 } = branch2[kReadable];

  then(reader.closed.promise, undefined, (error) => {
    controller1.error(error);
    controller2.error(error);
    if (!branches.isCancelled1 || !branches.isCancelled2) branches.cancelled.resolve();
  });
  return [branch1, branch2];
}

function teeBytes(stream) {
  const { byobRead } = require('internal/webstreams/readablebytes');
  let reader = acquireReader(stream);
  const branches = new Branches();
  let isReading = false;
  let readAgain1 = false;
  let readAgain2 = false;

  /** The reader changes its kind with what the branches are read with. */
  function forwardReaderError(thisReader) {
    then(thisReader.closed.promise, undefined, (error) => {
      if (thisReader !== reader) return;
      controller1.error(error);
      controller2.error(error);
      if (!branches.isCancelled1 || !branches.isCancelled2) branches.cancelled.resolve();
    });
  }

  function useReader(isByob) {
    if (reader.isByob === isByob) return;
    releaseReader(reader);
    reader = acquireReader(stream, undefined, isByob);
    forwardReaderError(reader);
  }

  function pullWithDefaultReader() {
    useReader(false);
    readerRead(reader, {
      chunkSteps(chunk) {
        queueMicrotask(() => {
          readAgain1 = false;
          readAgain2 = false;
          const chunk1 = chunk;
          let chunk2 = chunk;
          if (!branches.isCancelled1 && !branches.isCancelled2) {
            try {
              chunk2 = cloneBytes(chunk);
            } catch (error) {
              failBoth(error);
              return;
            }
          }
          if (!branches.isCancelled1) controller1.enqueue(chunk1);
          if (!branches.isCancelled2) controller2.enqueue(chunk2);
          isReading = false;
          pullAgain();
        });
      },
      closeSteps() {
        isReading = false;
        if (!branches.isCancelled1) controller1.close();
        if (!branches.isCancelled2) controller2.close();
        if (controller1.pendingPullIntos.length > 0) controller1.respond(0);
        if (controller2.pendingPullIntos.length > 0) controller2.respond(0);
        if (!branches.isCancelled1 || !branches.isCancelled2) branches.cancelled.resolve();
      },
      errorSteps() {
        isReading = false;
      },
    });
  }

  function pullWithByobReader(view, isForBranch2) {
    useReader(true);
    const byobController = isForBranch2 ? controller2 : controller1;
    const otherController = isForBranch2 ? controller1 : controller2;
    byobRead(reader, view, 1, {
      chunkSteps(chunk) {
        queueMicrotask(() => {
          readAgain1 = false;
          readAgain2 = false;
          const isByobCancelled = isForBranch2 ? branches.isCancelled2 : branches.isCancelled1;
          const isOtherCancelled = isForBranch2 ? branches.isCancelled1 : branches.isCancelled2;
          if (!isOtherCancelled) {
            let clone;
            try {
              clone = cloneBytes(chunk);
            } catch (error) {
              failBoth(error);
              return;
            }
            if (!isByobCancelled) byobController.respondWithNewView(chunk);
            otherController.enqueue(clone);
          } else if (!isByobCancelled) {
            byobController.respondWithNewView(chunk);
          }
          isReading = false;
          pullAgain();
        });
      },
      closeSteps(chunk) {
        isReading = false;
        const isByobCancelled = isForBranch2 ? branches.isCancelled2 : branches.isCancelled1;
        const isOtherCancelled = isForBranch2 ? branches.isCancelled1 : branches.isCancelled2;
        if (!isByobCancelled) byobController.close();
        if (!isOtherCancelled) otherController.close();
        if (chunk !== undefined) {
          if (!isByobCancelled) byobController.respondWithNewView(chunk);
          if (!isOtherCancelled && otherController.pendingPullIntos.length > 0) otherController.respond(0);
        }
        if (!isByobCancelled || !isOtherCancelled) branches.cancelled.resolve();
      },
      errorSteps() {
        isReading = false;
      },
    });
  }

  function failBoth(error) {
    controller1.error(error);
    controller2.error(error);
    branches.cancelled.resolve(readableStreamCancel(stream, error));
  }

  function pullAgain() {
    if (readAgain1) pull1();
    else if (readAgain2) pull2();
  }

  function pull1() {
    if (isReading) {
      readAgain1 = true;
      return resolvedWith();
    }
    isReading = true;
    const request = controller1.getByobRequest();
    if (request === null) pullWithDefaultReader();
    else pullWithByobReader(request.view, false);
    return resolvedWith();
  }

  function pull2() {
    if (isReading) {
      readAgain2 = true;
      return resolvedWith();
    }
    isReading = true;
    const request = controller2.getByobRequest();
    if (request === null) pullWithDefaultReader();
    else pullWithByobReader(request.view, true);
    return resolvedWith();
  }

  const branch1 = createReadableByteStream({ pull: pull1, cancel: (reason) => branches.cancel1(stream, reason) });
  const branch2 = createReadableByteStream({ pull: pull2, cancel: (reason) => branches.cancel2(stream, reason) });
  const { controller: controller1 } = branch1[kReadable];
  const { controller: controller2 } = branch2[kReadable];
  forwardReaderError(reader);
  return [branch1, branch2];
}

function cloneBytes(chunk) {
  return new Uint8Array(chunk.buffer.slice(chunk.byteOffset, chunk.byteOffset + chunk.byteLength));
}

module.exports = { tee };
