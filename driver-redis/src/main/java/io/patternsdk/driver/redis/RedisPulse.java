package io.patternsdk.driver.redis;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks on one connection, idle or not, who is there. A server that has neither sent nor taken a
 * byte from one question to the next is gone without a word, and the connection is dropped; one
 * that has become a replica is the wrong one.
 */
final class RedisPulse extends ChannelInboundHandlerAdapter {
  private final long nanos;
  private final Runnable onReplica;
  private @Nullable Future<?> beat;
  private boolean asked;
  private boolean heard;
  private long sending;

  RedisPulse(Duration interval, Runnable onReplica) {
    this.nanos = interval.toNanos();
    this.onReplica = onReplica;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    beat =
        context
            .executor()
            .scheduleAtFixedRate(() -> beat(context), nanos, nanos, TimeUnit.NANOSECONDS);
    context.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    heard = true;
    context.fireChannelRead(bytes);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (beat != null) {
      beat.cancel(false);
    }
    context.fireChannelInactive();
  }

  private void beat(ChannelHandlerContext context) {
    long now = sending(context.channel().unsafe().outboundBuffer());
    if (asked && !heard && now == sending) {
      var unused = context.close();
      return;
    }
    asked = true;
    heard = false;
    sending = now;
    var question = RedisFacts.question();
    var unused =
        question.thenAccept(
            answer -> {
              if (RedisFacts.replica(answer)) {
                onReplica.run();
              }
            });
    var unusedToo = context.channel().writeAndFlush(question);
  }

  /** What is on its way and how much of it has left; it changes while a server takes bytes. */
  private static long sending(@Nullable ChannelOutboundBuffer buffer) {
    return buffer == null
        ? 0
        : 31L * System.identityHashCode(buffer.current()) + buffer.currentProgress();
  }
}
