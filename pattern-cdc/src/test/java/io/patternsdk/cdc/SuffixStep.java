package io.patternsdk.cdc;

import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.table.Row;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A step of a user's own: puts something behind each text, and cannot do that with some. */
public final class SuffixStep implements ChangeStepProvider {

  @Override
  public String name() {
    return "suffix";
  }

  @Override
  public ChangeStep create(Settings settings) {
    String suffix = settings.string("text").required();
    String leaveOut = settings.string("leave_out").orElse("nothing");
    return change ->
        change.after().map(row -> text(row)).filter(leaveOut::equals).isPresent()
            ? Optional.empty()
            : Optional.of(with(change, suffix));
  }

  private static String text(Row row) {
    return String.valueOf(row.value("text"));
  }

  private static Change with(Change change, String suffix) {
    return change.with(
        change.schema(), change.before(), change.after().map(row -> with(row, suffix)));
  }

  private static Row with(Row row, String suffix) {
    @Nullable Object[] values = new Object[row.schema().columns().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.value(i);
    }
    int place = row.schema().place("text").orElseThrow();
    if ("bad".equals(values[place])) {
      throw new IllegalStateException("bad is nothing that has an end");
    }
    values[place] = values[place] + suffix;
    return Row.of(row.schema(), values);
  }
}
