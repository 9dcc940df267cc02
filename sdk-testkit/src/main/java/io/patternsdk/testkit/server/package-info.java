/**
 * Private real servers for tests, on random loopback ports.
 *
 * <p>A shared server is looked for in this order: an address in the environment, a program on this
 * machine, a container where Testcontainers is on the class path and a Docker engine answers. When
 * none is found the test fails with what to install; it is never skipped. A private server, which a
 * test may kill, never comes from the environment.
 *
 * <p>A server of another kind is described by a {@link io.patternsdk.testkit.server.ServerRecipe}
 * and started by {@link io.patternsdk.testkit.server.RecipeServer}.
 */
@NullMarked
package io.patternsdk.testkit.server;

import org.jspecify.annotations.NullMarked;
