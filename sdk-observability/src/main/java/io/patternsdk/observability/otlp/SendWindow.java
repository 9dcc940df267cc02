package io.patternsdk.observability.otlp;

import java.io.IOException;

/** How much the peer is ready to take: on the connection, on the stream in hand, in one frame. */
final class SendWindow {
  private static final int SETTING_INITIAL_WINDOW = 4;
  private static final int SETTING_MAX_FRAME = 5;

  private long connection = 65_535;
  private long initial = 65_535;
  private long stream;
  private int largestFrame = 16_384;

  void newStream() {
    stream = initial;
  }

  /** Takes the most that may be sent now of {@code wanted} bytes; 0 if nothing may be. */
  int take(int wanted) {
    int part =
        (int) Math.max(0, Math.min(Math.min(connection, stream), Math.min(wanted, largestFrame)));
    connection -= part;
    stream -= part;
    return part;
  }

  void grow(Frame frame, int currentStream) throws IOException {
    if (frame.stream() == 0) {
      connection += frame.number(0);
    } else if (frame.stream() == currentStream) {
      stream += frame.number(0);
    }
  }

  void settings(Frame frame) throws IOException {
    for (int at = 0; at + 6 <= frame.payload().length; at += 6) {
      int value = frame.number(at + 2);
      switch (frame.payload()[at + 1]) {
        case SETTING_INITIAL_WINDOW -> {
          stream += value - initial;
          initial = value;
        }
        case SETTING_MAX_FRAME -> largestFrame = value;
        default -> {
          // concerns what we never do
        }
      }
    }
  }
}
