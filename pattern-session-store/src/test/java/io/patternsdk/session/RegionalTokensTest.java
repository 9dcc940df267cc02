package io.patternsdk.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.OperationException;
import io.patternsdk.session.regions.Token;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who writes in one region and reads in another before anything has been handed on. */
class RegionalTokensTest {
  private final RegionalStores stores = new RegionalStores(b -> b, "eu", "us", "ap");

  @AfterEach
  void close() {
    stores.close();
  }

  /** Lets nothing be handed on, while regions can be asked by who wants to. */
  private void holdBack(String region) {
    for (String other : Set.of("eu", "us", "ap")) {
      stores.way(region, other).refusing = !other.equals(region);
    }
  }

  @Test
  void whoShowsATokenReadsWhatHeHasWrittenAnywhere() {
    holdBack("eu");
    holdBack("ap");
    SessionStore first = stores.in("eu").following(Token.none());
    String id = first.create(NewSession.of("ann").with("a", 1)).id();
    assertThat(stores.in("us").find(id)).isEmpty();
    stores.way("us", "ap").refusing = true;
    SessionStore second = stores.in("us").following(Token.parse(first.token().text()));
    assertThat(second.find(id).orElseThrow().attributes()).containsOnlyKeys("a");
    second.set(id, "b", 2);
    stores.way("ap", "eu").refusing = false;
    stores.way("ap", "us").refusing = false;
    SessionStore third = stores.in("ap").following(Token.parse(second.token().text()));
    third.set(id, "c", 3);
    assertThat(third.peek(id).orElseThrow().attributes()).containsOnlyKeys("a", "b", "c");
  }

  @Test
  void anEndIsSeenAtOnceByWhoHasTheToken() {
    String id = stores.in("eu").create(NewSession.empty()).id();
    stores.settle();
    holdBack("eu");
    SessionStore there = stores.in("eu").following(Token.none());
    assertThat(there.delete(id)).isTrue();
    assertThat(stores.in("us").peek(id)).isPresent();
    assertThat(stores.in("us").following(there.token()).peek(id)).isEmpty();
    assertThat(stores.in("us").peek(id)).isEmpty();
  }

  @Test
  void whatCannotBeAskedForFailsTheCall() {
    stores.cut("eu", true);
    SessionStore there = stores.in("eu").following(Token.none());
    String id = there.create(NewSession.empty()).id();
    SessionStore here = stores.in("us").following(there.token());
    assertThatThrownBy(() -> here.find(id))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("cut off on purpose");
    stores.cut("eu", false);
    assertThat(here.find(id)).isPresent();
  }

  @Test
  void aTokenCostsNothingWhereNothingIsMissing() {
    SessionStore there = stores.in("eu").following(Token.none());
    String id = there.create(NewSession.empty()).id();
    stores.settle();
    long own = stores.way("eu", "eu").calls.get();
    there.set(id, "a", 1);
    assertThat(there.peek(id)).isPresent();
    assertThat(stores.in("eu").following(there.token()).peek(id)).isPresent();
    assertThat(stores.way("eu", "eu").calls.get() - own).isEqualTo(3);
    stores.settle();
    own = stores.way("us", "us").calls.get();
    long asked = stores.way("us", "eu").calls.get();
    assertThat(stores.in("us").following(there.token()).peek(id)).isPresent();
    assertThat(stores.way("us", "us").calls.get() - own).isEqualTo(1);
    assertThat(stores.way("us", "eu").calls.get() - asked).isZero();
  }

  @Test
  void closingTheStoreOfOneWhoIsFollowedClosesNothing() {
    SessionStore there = stores.in("eu").following(Token.none());
    there.close();
    assertThat(stores.in("eu").create(NewSession.empty())).isNotNull();
  }
}
