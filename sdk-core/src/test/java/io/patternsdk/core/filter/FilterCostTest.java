package io.patternsdk.core.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.HandClock;
import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonNumber;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.core.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FilterCostTest {

  @Test
  void nothingIsComparedAfterTheDeadline() {
    HandClock clock = new HandClock();
    Filter filter = Filters.eq("a", 1);
    JsonObject document = JsonObject.builder().put("a", 1).build();
    Deadline deadline = Deadline.after(Duration.ofSeconds(1), clock);
    boolean before = deadline.run(() -> filter.matches(document));
    assertThat(before).isTrue();
    clock.advance(Duration.ofSeconds(1));
    assertThatThrownBy(() -> deadline.run(() -> filter.matches(document)))
        .isInstanceOfSatisfying(
            BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TIMED_OUT));
  }

  @Test
  void aSortedListGivesTheAnswerOfOneThatIsReadThrough() {
    RandomDocuments documents = new RandomDocuments(11);
    List<JsonValue> values = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      values.add(documents.value(2));
    }
    JsonArray all = JsonArray.of(values);
    Random random = new Random(11);
    for (int i = 0; i < 300; i++) {
      JsonArray some = JsonArray.of(values.subList(0, random.nextInt(40)));
      JsonValue value = documents.value(2);
      assertThat(some.containsSorted(value)).isEqualTo(some.contains(value));
      assertThat(all.containsSorted(value)).isEqualTo(all.contains(value));
    }
  }

  /**
   * What took 7.6 s: long numbers that differ at their ends, with several spellings. 20,000
   * documents take 20,000,000 comparisons of 1,000 digits one by one, and 200,000 here.
   */
  @Test
  void aListOfLongNumbersCostsEachDocumentLittle() {
    List<JsonNumber> listed = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      listed.add(JsonNumber.of("1".repeat(990) + (100_000 + i) + "e-3"));
    }
    Filter filter = new Filter.Compare(JsonPath.of("n"), Operator.IN, JsonArray.of(listed));
    int matched = 0;
    for (int i = 0; i < 20_000; i++) {
      JsonNumber number = JsonNumber.of("1".repeat(990) + (100_000 + i) + "0E-4");
      matched += filter.matches(JsonObject.builder().put("n", number).build()) ? 1 : 0;
    }
    assertThat(matched).isEqualTo(1_000);
  }

  @Test
  void onlyTheDigitsThatTwoNumbersShareAreCompared() {
    JsonNumber tail = JsonNumber.of("1." + "0".repeat(900_000) + "1");
    JsonArray ones = JsonArray.of(java.util.Collections.nCopies(100_000, 1));
    assertThat(ones.contains(tail)).isFalse(); // 90,000,000,000 digits one by one
    JsonNumber zeros = JsonNumber.of("1." + "0".repeat(900_000));
    assertThat(ones.contains(zeros)).isTrue();
    assertThat(zeros.hashCode()).isEqualTo(JsonNumber.of(1).hashCode());
  }
}
