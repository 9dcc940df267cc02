package io.patternsdk.core.stream;

/**
 * Appends to several streams at once, and keeps how far the writer has come with that: {@code
 * stream_transactional}.
 *
 * <p>What is appended so is all there or not at all, for every reader of {@link MessageStream},
 * whatever ends between: the process, its connection, the backend. Records of the backend's own may
 * stand between those of a stream, which {@link MessageStream#count} and the lag of a group count.
 * Names of writers follow the rules of keys and are in the backend's namespace. Thread-safe.
 */
public interface StreamTransactions {

  /**
   * Becomes the writer of this name. When it returns, all that was appended under the name is there
   * or will never be, and who opened it before appends nothing more, be it frozen or on the way.
   * The caller closes what it gets. Repeating is safe.
   *
   * @param epoch which of several that take turns under this name it is: a later one has a greater
   * @throws io.patternsdk.core.BackendException CONFLICT if it was opened with a greater epoch
   */
  StreamWriter open(String writer, long epoch);
}
