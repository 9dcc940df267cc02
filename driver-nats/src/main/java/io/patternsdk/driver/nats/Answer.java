package io.patternsdk.driver.nats;

import io.nats.client.Message;
import java.util.concurrent.CompletableFuture;

/** What is to come for one request; equal only to itself. */
final class Answer {
  private final String subject;
  private final CompletableFuture<Message> future;

  Answer(String subject, CompletableFuture<Message> future) {
    this.subject = subject;
    this.future = future;
  }

  /** The subject that was asked. */
  String subject() {
    return subject;
  }

  CompletableFuture<Message> future() {
    return future;
  }
}
