package io.patternsdk.app.session.demo;

/** The processes of one store, as those see them who send requests. Thread-safe. */
interface Door {
  /** Returns how many processes there are. */
  int members();

  /** Sends a request to one of them; an empty body is none. */
  Reply call(int member, String method, String path, String body) throws InterruptedException;

  /** Says that what follows has to do with another session. */
  default void visit() {}

  /** Says that what follows is another page, which may be asked for elsewhere. */
  default void page() {}

  /** Says whether what follows is to be asked where the last was, until that can be done. */
  default void stay(boolean here) {}
}
