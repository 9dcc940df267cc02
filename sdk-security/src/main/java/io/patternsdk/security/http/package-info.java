/** Tokens at the HTTP front, as the configuration's {@code http.auth} says; needs sdk-http. */
@NullMarked
package io.patternsdk.security.http;

import org.jspecify.annotations.NullMarked;
