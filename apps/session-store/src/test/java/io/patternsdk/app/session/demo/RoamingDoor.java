package io.patternsdk.app.session.demo;

import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The regions as one browser sees them: it asks in one of them, roams now and then to another, and
 * goes there too when nobody answers; it shows what it was given. Thread-safe.
 */
final class RoamingDoor implements Door {
  private static final int SELDOM = 3;

  private final HttpDoor door;
  private final List<String> regions;
  private final Random random;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Jar jar = new Jar();
  private volatile boolean staying;
  private int region;

  /**
   * Makes one.
   *
   * @param door has a process of each region, in their order
   * @param seed says when it roams
   */
  RoamingDoor(HttpDoor door, List<String> regions, long seed) {
    this.door = door;
    this.regions = regions;
    this.random = new Random(seed);
    this.region = random.nextInt(regions.size());
  }

  @Override
  public int members() {
    return 1; // which one is decided here
  }

  @Override
  public Reply call(int member, String method, String path, String body)
      throws InterruptedException {
    int at = here();
    Reply reply = door.call(at, method, path, body, jar).in(regions.get(at));
    if (reply.outcome() == Outcome.NOTHING && !staying) {
      leave(at);
    }
    return reply;
  }

  private int here() {
    lock.lock();
    try {
      return region;
    } finally {
      lock.unlock();
    }
  }

  private void leave(int from) {
    lock.lock();
    try {
      if (region == from) {
        region = (from + 1) % regions.size();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void visit() {
    jar = new Jar();
  }

  @Override
  public void page() {
    if (random.nextInt(SELDOM) == 0) {
      leave(here());
    }
  }

  @Override
  public void stay(boolean here) {
    staying = here;
  }
}
