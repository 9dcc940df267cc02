package io.patternsdk.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Bodies in chunks (RFC 9112, 7.1) as the web server does not take them: one that is too large is
 * refused before it is kept in memory, one whose size does not hold is malformed, and extensions
 * and trailers are left out. For the connection's thread.
 */
class Chunks extends DataReader {
  private static final Pattern SIZE = Pattern.compile("[0-9a-fA-F]{1,15}");
  private static final int LONGEST_LINE = 4096;
  private static final int MOST_TRAILERS = 100;
  private static final long SMALL = 65536;

  private final long maxBody;
  private long chunk = -1;
  private boolean last;

  // What takes the place of this constructor makes no subclass, and no other way leads to the size
  // of a chunk before it is read.
  @SuppressWarnings("removal")
  Chunks(Supplier<byte[]> bytes, long maxBody) {
    super(bytes);
    this.maxBody = maxBody;
  }

  /** Another request begins. */
  final void newRequest() {
    chunk = -1;
  }

  /** Nothing is read any more. */
  final void last() {
    last = true;
  }

  /** Nothing is taken for a request or a body any more, though it may have come already. */
  final void goOn() {
    if (last) {
      throw new CloseConnectionException("the last answer of this connection has been given");
    }
  }

  /**
   * Reads the size of a chunk without its extensions, or the line that ends a chunked body and
   * whatever trailers come before it: nothing else is read as a line.
   */
  @Override
  public String readLine() {
    if (chunk == 0) {
      for (int trailers = 0; !line().isEmpty(); trailers++) {
        if (trailers == MOST_TRAILERS) {
          throw malformed("it has too many trailers");
        }
      }
      chunk = -1;
      return "";
    }
    String size = line().split(";", 2)[0].strip();
    if (!SIZE.matcher(size).matches()) {
      throw malformed("the size of a chunk is none");
    }
    chunk = Long.parseLong(size, 16);
    if (chunk > Math.max(maxBody, SMALL)) {
      last();
      throw Refusals.tooLarge(maxBody);
    }
    return Long.toString(chunk, 16);
  }

  private String line() {
    if (findNewLine(LONGEST_LINE) == LONGEST_LINE) {
      throw malformed("a line of it is too long");
    }
    return super.readLine();
  }

  /** Looks for the end of a line: the first thing that is done for whatever is read as one. */
  @Override
  public int findNewLine(int max) {
    goOn();
    return super.findNewLine(max);
  }

  /** Reads a chunk, or some of a body that has a length. */
  @Override
  public BufferData readBuffer(int length) {
    goOn();
    BufferData data = super.readBuffer(length);
    if (chunk > 0) {
      chunk = -1;
      if (!startsWithNewLine()) {
        throw malformed("a chunk is longer than its size");
      }
    }
    return data;
  }

  private RequestException malformed(String why) {
    last();
    return Refusals.of(400, "Bad Request", "the body is malformed: " + why);
  }
}
