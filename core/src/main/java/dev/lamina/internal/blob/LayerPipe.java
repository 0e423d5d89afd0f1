package dev.lamina.internal.blob;

import dev.lamina.OperationCancelledException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/**
 * Receives a layer blob while this thread writes it. What fails first, the writing or the
 * receiving, is what is thrown; neither goes on then.
 */
final class LayerPipe {
  private static final BlobExpectation NEW = new BlobExpectation("new", Optional.empty(), -1);

  private final ChunkPipe pipe = new ChunkPipe();
  private final FutureTask<ReceivedBlob> receiving;

  LayerPipe(LayerReceiver receiver) {
    this.receiving =
        new FutureTask<>(
            () -> {
              try {
                return receiver.receive(pipe.reader(ChunkPipe.ChunkObserver.NONE), NEW);
              } finally {
                pipe.abandon();
              }
            });
  }

  ReceivedBlob receive(LayerWriter writer, Executor executor) throws IOException {
    executor.execute(receiving);
    boolean written = false;
    try (OutputStream out = pipe.writer()) {
      writer.writeTo(out);
      out.flush();
      pipe.end();
      written = true;
    } catch (IOException | RuntimeException e) {
      if (!pipe.isAbandoned()) {
        throw e;
      }
    } finally {
      if (!written) {
        pipe.fail(new IOException("the layer was not written to its end"));
        LayerReceiver.awaitQuietly(receiving);
      }
    }
    return received();
  }

  private ReceivedBlob received() throws IOException {
    try {
      return receiving.get();
    } catch (InterruptedException e) {
      LayerReceiver.awaitQuietly(receiving);
      Thread.currentThread().interrupt();
      throw new OperationCancelledException("interrupted while a layer was made");
    } catch (ExecutionException e) {
      throw LayerReceiver.failure(e.getCause());
    }
  }
}
