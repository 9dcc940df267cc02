package io.patternsdk.examples.spring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Runs the shop. */
@SpringBootApplication(proxyBeanMethods = false)
public final class ShopApplication {
  private ShopApplication() {}

  /** Serves until it is stopped. */
  public static void main(String[] args) {
    var unused = SpringApplication.run(ShopApplication.class, args);
  }
}
