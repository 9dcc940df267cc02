package io.patternsdk.core.stream;

import io.patternsdk.core.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One that appends under a name, until another opens that name. For one thread at a time.
 *
 * <p>It goes on after INVALID_ARGUMENT, TOO_LARGE and what never came to the backend; nothing of
 * these was stored. Any other failure ends it: open the name again, and the position says whether
 * what failed was stored.
 */
public interface StreamWriter extends AutoCloseable {

  /** Returns how far it has come, in its own words; empty if nothing was ever appended. */
  Optional<String> position();

  /**
   * Appends messages, which may be none, and notes the position: all of it or nothing. Returns when
   * the backend has stored it with the durability that its traits state; readers may see it a
   * moment later, in one partition before another, and do at the latest when the name has been
   * opened again. In each partition messages are in the order of their list, behind all that was
   * appended before.
   *
   * @param messages by the name of the stream
   * @throws io.patternsdk.core.BackendException CONFLICT if the name was opened again, or the
   *     backend has given this writer up; ABORTED, effect NONE, if a failure has ended it
   */
  void append(Map<String, List<Message>> messages, String position);

  /** Ends it; what was appended stays. Repeating does nothing. */
  @Override
  void close();
}
