package io.patternsdk.examples.spring;

import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The pages of the shop, as Spring has them anywhere. */
@RestController
final class Shop {
  private final FindByIndexNameSessionRepository<?> sessions;

  Shop(FindByIndexNameSessionRepository<?> sessions) {
    this.sessions = sessions;
  }

  @GetMapping("/")
  String cart(Principal user, HttpSession session) {
    return user.getName() + " has " + cart(session).items();
  }

  @PostMapping("/cart")
  String add(@RequestParam("item") String item, HttpSession session) {
    Cart cart = cart(session).with(item);
    session.setAttribute("cart", cart);
    return cart.items().toString();
  }

  @GetMapping("/csrf")
  String csrf(CsrfToken token) {
    return token.getToken();
  }

  @PostMapping("/logout-everywhere")
  int logoutEverywhere(Principal user) {
    var all = sessions.findByPrincipalName(user.getName());
    all.keySet().forEach(sessions::deleteById);
    return all.size();
  }

  private static Cart cart(HttpSession session) {
    return session.getAttribute("cart") instanceof Cart cart ? cart : Cart.EMPTY;
  }
}
