/**
 * Who calls, and what he may do.
 *
 * <pre>{@code
 * TokenValidator validator =
 *     TokenValidator.builder(URI.create("https://login.example.com/realms/main"))
 *         .audience("multicast-registry")
 *         .build();
 * AccessToken token = validator.validate(text); // or InvalidTokenException, with the reason
 * }</pre>
 */
@NullMarked
package io.patternsdk.security;

import org.jspecify.annotations.NullMarked;
