package io.patternsdk.concurrency.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where one thread of a parallel stage takes its items from. */
final class ClaimIntake implements Intake {
  private final Claims claims;
  private final Stage<Object> stage;
  private final @Nullable Sequence sequence;
  private final List<Object> made;
  private @Nullable Claim current;

  /**
   * Makes one.
   *
   * @param made collects what the stage makes of an item, if there is a sequence
   */
  ClaimIntake(Claims claims, Stage<Object> stage, @Nullable Sequence sequence, List<Object> made) {
    this.claims = claims;
    this.stage = stage;
    this.sequence = sequence;
    this.made = made;
  }

  @Override
  public @Nullable Object take() {
    while (true) {
      Claim last = current;
      if (last != null && sequence != null) {
        sequence.done(last.ticket(), new ArrayList<>(made));
        made.clear();
      }
      Claim claim = claims.next(last);
      current = claim;
      if (claim == null) {
        return null;
      }
      if (claim.failure() == null) {
        return claim.parcel();
      }
      stage.refuse(Carried.itemOf(claim.parcel()), claim.failure());
    }
  }
}
