package io.patternsdk.session.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.session.FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.core.userdetails.User;
import org.springframework.session.security.SpringSessionBackedSessionRegistry;

/** By whom sessions are found, whatever becomes of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrincipalIndexTest {
  private static final String CONTEXT = "SPRING_SECURITY_CONTEXT";

  private final Repositories repositories = new Repositories("redis");
  private final StoredSessionRepository one = repositories.one;
  private final StoredSessionRepository two = repositories.two;

  @AfterAll
  void close() {
    repositories.close();
  }

  private static SecurityContext context(String name) {
    User user = new User(name, "secret", AuthorityUtils.createAuthorityList("ROLE_USER"));
    return new SecurityContextImpl(
        UsernamePasswordAuthenticationToken.authenticated(user, null, user.getAuthorities()));
  }

  private StoredSession savedWith(String attribute, Object value) {
    StoredSession session = one.createSession();
    session.setAttribute(attribute, value);
    one.save(session);
    return session;
  }

  private void isFoundBy(StoredSession session, String name) {
    assertThat(two.findByPrincipalName(name)).containsOnlyKeys(session.getId());
  }

  @Test
  void sessionsOfAPrincipalAreFoundWithAllThatIsInThem() {
    StoredSession session = savedWith(PRINCIPAL_NAME_INDEX_NAME, "ann");
    StoredSession found = two.findByPrincipalName("ann").get(session.getId());
    assertThat(found.<String>getAttribute(PRINCIPAL_NAME_INDEX_NAME)).isEqualTo("ann");
    assertThat(two.findByIndexNameAndIndexValue(PRINCIPAL_NAME_INDEX_NAME, "ann").keySet())
        .containsExactly(session.getId());
  }

  @Test
  void nobodyAndOtherIndexesHaveNone() {
    savedWith(PRINCIPAL_NAME_INDEX_NAME, "cid");
    assertThat(two.findByPrincipalName("nobody")).isEmpty();
    assertThat(two.findByPrincipalName("")).isEmpty();
    assertThat(two.findByIndexNameAndIndexValue("another", "cid")).isEmpty();
  }

  @Test
  void moreSessionsThanAPageHasAreFound() {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 8; i++) {
      ids.add(savedWith(PRINCIPAL_NAME_INDEX_NAME, "busy").getId());
    }
    assertThat(two.findByPrincipalName("busy").keySet()).isEqualTo(ids);
  }

  @Test
  void theSecurityContextNamesThePrincipal() {
    StoredSession session = savedWith(CONTEXT, context("dan"));
    isFoundBy(session, "dan");
    SecurityContext found = two.findById(session.getId()).getAttribute(CONTEXT);
    assertThat(found).isEqualTo(context("dan"));
  }

  @Test
  void theNameOfThePrincipalGoesBeforeTheContext() {
    StoredSession session = savedWith(CONTEXT, context("eve"));
    session.setAttribute(PRINCIPAL_NAME_INDEX_NAME, "eve@example.com");
    one.save(session);
    isFoundBy(session, "eve@example.com");
    assertThat(two.findByPrincipalName("eve")).isEmpty();
    session.removeAttribute(PRINCIPAL_NAME_INDEX_NAME);
    one.save(session);
    isFoundBy(session, "eve");
  }

  @Test
  void theIndexFollowsChangesAndRemovals() {
    for (List<Object> kind :
        List.of(
            List.<Object>of(PRINCIPAL_NAME_INDEX_NAME, "fay", "fred"),
            List.<Object>of(CONTEXT, context("gil"), context("gus")))) {
      String attribute = (String) kind.get(0);
      String before = attribute.equals(CONTEXT) ? "gil" : "fay";
      String after = attribute.equals(CONTEXT) ? "gus" : "fred";
      StoredSession session = savedWith(attribute, kind.get(1));
      session.setAttribute("theme", "dark");
      one.save(session);
      isFoundBy(session, before);
      StoredSession reloaded = two.findById(session.getId());
      reloaded.setAttribute(attribute, kind.get(2));
      two.save(reloaded);
      assertThat(one.findByPrincipalName(before)).isEmpty();
      isFoundBy(session, after);
      StoredSession again = two.findById(session.getId());
      again.setAttribute(attribute, null);
      two.save(again);
      assertThat(one.findByPrincipalName(after)).isEmpty();
    }
  }

  @Test
  void theIndexFollowsAChangedId() {
    StoredSession session = savedWith(PRINCIPAL_NAME_INDEX_NAME, "hal");
    String old = session.getId();
    session.changeSessionId();
    one.save(session);
    assertThat(two.findByPrincipalName("hal")).doesNotContainKey(old);
    isFoundBy(session, "hal");
  }

  @Test
  void theNameAndTheIdMayChangeTogether() {
    StoredSession session = savedWith(PRINCIPAL_NAME_INDEX_NAME, "ida");
    session.setAttribute(PRINCIPAL_NAME_INDEX_NAME, "ivy");
    session.changeSessionId();
    one.save(session);
    assertThat(two.findByPrincipalName("ida")).isEmpty();
    isFoundBy(session, "ivy");
    session.removeAttribute(PRINCIPAL_NAME_INDEX_NAME);
    session.changeSessionId();
    one.save(session);
    assertThat(two.findByPrincipalName("ivy")).isEmpty();
  }

  @Test
  void aChangedIdOfNobodyMakesNoIndex() {
    StoredSession session = savedWith("theme", "dark");
    session.changeSessionId();
    one.save(session);
    assertThat(repositories.store.peek(session.getId()).orElseThrow().principal()).isEmpty();
  }

  @Test
  void whatIsDeletedIsNotFound() {
    StoredSession session = savedWith(PRINCIPAL_NAME_INDEX_NAME, "jim");
    two.deleteById(session.getId());
    assertThat(one.findByPrincipalName("jim")).isEmpty();
  }

  @Test
  void aRegistryOfSpringSecurityCountsAndEndsSessions() {
    StoredSession first = savedWith(PRINCIPAL_NAME_INDEX_NAME, "kim");
    StoredSession second = savedWith(PRINCIPAL_NAME_INDEX_NAME, "kim");
    var registry = new SpringSessionBackedSessionRegistry<>(two);
    assertThat(registry.getAllSessions("kim", false)).hasSize(2);
    registry.getSessionInformation(first.getId()).expireNow();
    assertThat(registry.getAllSessions("kim", false))
        .singleElement()
        .extracting(SessionInformation::getSessionId)
        .isEqualTo(second.getId());
    assertThat(registry.getSessionInformation(first.getId()).isExpired()).isTrue();
  }
}
