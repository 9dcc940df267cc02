package io.patternsdk.core.standard;

import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import java.time.Duration;
import java.util.List;

/** Checks each poll of a reader and makes it pass the layers. */
record ForwardedReader(StreamReader reader, BoundOperation poll, String stream)
    implements StreamReader {

  @Override
  public List<StreamRecord> poll(int max, Duration wait) {
    Receiving.check(max, wait);
    return poll.call(poll.on(stream).items(max).waiting(wait), () -> reader.poll(max, wait));
  }

  @Override
  public void close() {
    reader.close();
  }
}
