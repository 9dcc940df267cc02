package io.patternsdk.app.session.demo;

/** The processes of one store, as those see them who send requests. Thread-safe. */
interface Door {
  /** Returns how many processes there are. */
  int members();

  /** Sends a request to one of them; an empty body is none. */
  Reply call(int member, String method, String path, String body) throws InterruptedException;
}
