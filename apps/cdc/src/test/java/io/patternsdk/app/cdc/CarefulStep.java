package io.patternsdk.app.cdc;

import io.patternsdk.cdc.ChangeStep;
import io.patternsdk.cdc.ChangeStepProvider;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.config.Settings;
import java.util.Optional;

/** A step of a user's own, which refuses some texts. */
public final class CarefulStep implements ChangeStepProvider {

  @Override
  public String name() {
    return "careful";
  }

  @Override
  public ChangeStep create(Settings settings) {
    return CarefulStep::checked;
  }

  private static Optional<Change> checked(Change change) {
    if (change.after().filter(row -> "dangerous".equals(row.value("text"))).isPresent()) {
      throw new IllegalArgumentException("that is dangerous");
    }
    return Optional.of(change);
  }
}
