package io.patternsdk.concurrency.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.concurrency.fanin.FanIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The example of docs/writing-a-pattern.md, as it stands there. */
class PipelineExampleTest {
  private static final Path PAGE = Path.of("../docs/writing-a-pattern.md");
  private static final Path THIS =
      Path.of("src/test/java/io/patternsdk/concurrency/pipeline/PipelineExampleTest.java");

  private final List<FailedItem> letters = new CopyOnWriteArrayList<>();
  private final Target target = new Target();
  private final Source source = new Source();

  private record Change(String table, String id, String value, int position) {}

  private record Order(String id, int value, int position) {
    static Order parse(Change change) {
      return new Order(change.id(), Integer.parseInt(change.value()), change.position());
    }
  }

  private static final class Target {
    private final List<Order> delivered = new CopyOnWriteArrayList<>();

    int deliver(Order order) {
      delivered.add(order);
      return order.position();
    }
  }

  private static final class Source {
    private final List<Integer> committed = new ArrayList<>();

    void commit(int position) {
      committed.add(position);
    }
  }

  private static Change order(int position) {
    String value = position == 7 ? "seven" : "" + position;
    return new Change("orders", "order" + position % 3, value, position);
  }

  private void replicate(Iterator<Change> eu, Iterator<Change> us) {
    Pipeline<Change> pipeline =
        Pipeline.<Change>named("cdc")
            .onFailure(OnFailure.deadLetter(letters::add))
            .filter("orders", change -> change.table().equals("orders"))
            .map("parse", Order::parse)
            .onFailure(OnFailure.stop())
            .map("deliver", Parallel.byKey(8, Order::id).ordered(), target::deliver)
            .batch("positions", 100, Duration.ofMillis(50))
            .into("commit", positions -> source.commit(positions.getLast()));
    try (FanIn<Change> changes =
        FanIn.<Change>named("regions").source("eu", eu).source("us", us).start()) {
      pipeline.run(changes).orThrow();
    }
  }

  @Test
  void changesAreDeliveredInTheOrderOfTheirKeyAndCommitted() {
    List<Change> changes = new ArrayList<>();
    for (int position = 0; position < 500; position++) {
      changes.add(order(position));
    }
    replicate(changes.iterator(), List.of(new Change("others", "o", "1", 0)).iterator());
    assertThat(target.delivered).hasSize(499);
    for (String id : List.of("order0", "order1", "order2")) {
      assertThat(target.delivered.stream().filter(order -> order.id().equals(id)))
          .extracting(Order::position)
          .isSorted();
    }
    assertThat(letters).extracting(FailedItem::item).containsExactly(order(7));
    assertThat(source.committed).isSorted().endsWith(499);
  }

  @Test
  void thePageShowsWhatIsTestedHere() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf("Pipeline<Change> pipeline");
    String example = page.substring(begin, page.indexOf("```", begin));
    assertThat(words(Files.readString(THIS))).contains(words(example));
  }

  private static String words(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
