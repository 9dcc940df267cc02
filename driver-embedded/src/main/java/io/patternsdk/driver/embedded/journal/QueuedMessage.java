package io.patternsdk.driver.embedded.journal;

import io.patternsdk.core.Message;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.QueueDeadLetter.DeadLetter;
import io.patternsdk.core.queue.Receipt;

/**
 * A message in a queue. Immutable.
 *
 * @param id its number, which also orders messages by age
 * @param message what was enqueued
 * @param state how far its delivery has come
 */
public record QueuedMessage(long id, Message message, State state) {

  /**
   * How far a delivery has come.
   *
   * @param attempts how often the message was delivered
   * @param receipt the number of the last delivery; 0 if nobody may use it any more
   * @param hiddenUntil when it can be received again; 0 if it can
   * @param dead whether it was set aside
   */
  public record State(int attempts, long receipt, long hiddenUntil, boolean dead) {
    public static final State FRESH = new State(0, 0, 0, false);

    public boolean hidden() {
      return hiddenUntil != 0;
    }
  }

  public QueuedMessage deliveredUntil(long time, long receipt) {
    return with(new State(state.attempts + 1, receipt, time, false));
  }

  public QueuedMessage hiddenUntil(long time) {
    return with(new State(state.attempts, state.receipt, time, false));
  }

  /** The same, with no receipt that holds it. */
  public QueuedMessage given() {
    return with(new State(state.attempts, 0, 0, false));
  }

  public QueuedMessage dead() {
    return with(new State(state.attempts, 0, 0, true));
  }

  public QueuedMessage redriven() {
    return with(State.FRESH);
  }

  QueuedMessage with(State other) {
    return new QueuedMessage(id, message, other);
  }

  public Delivery toDelivery() {
    String receipt = text(id) + "-" + text(state.receipt);
    return new Delivery(message, new Receipt(receipt), state.attempts);
  }

  public boolean heldBy(Receipt receipt) {
    return state.receipt != 0 && receipt.equals(toDelivery().receipt());
  }

  public DeadLetter toDeadLetter() {
    return new DeadLetter(text(id), message, state.attempts);
  }

  /** Returns the id within the text of a receipt or of a dead letter's id; -1 if there is none. */
  public static long id(String text) {
    int end = text.indexOf('-');
    try {
      return Long.parseLong(end < 0 ? text : text.substring(0, end), Character.MAX_RADIX);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static String text(long number) {
    return Long.toString(number, Character.MAX_RADIX);
  }
}
