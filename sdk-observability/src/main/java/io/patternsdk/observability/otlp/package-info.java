/**
 * Sends spans over gRPC: one kind of call, on a connection of its own, without a gRPC library.
 *
 * <p>OpenTelemetry's exporter leaves the transport to a sender. The published one for gRPC brings
 * an HTTP client and the run-time library of another language, three megabytes; the client of the
 * JDK speaks HTTP/2 in plain text only after an upgrade that gRPC servers refuse, and hides the
 * trailers that hold the status. What one unary call needs of HTTP/2 (RFC 9113) and HPACK (RFC
 * 7541) is little.
 */
@NullMarked
package io.patternsdk.observability.otlp;

import org.jspecify.annotations.NullMarked;
