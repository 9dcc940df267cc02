package io.patternsdk.driver.redis;

import io.lettuce.core.protocol.CommandEncoder;
import io.lettuce.core.protocol.RedisCommand;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.EncoderException;
import java.util.Collection;

/** Writes commands without a log: lettuce's traces what it sends, passwords included. */
final class RedisEncoder extends CommandEncoder {

  @Override
  protected void encode(ChannelHandlerContext context, Object message, ByteBuf out) {
    if (message instanceof Collection<?> commands) {
      commands.forEach(command -> write((RedisCommand<?, ?, ?>) command, out));
    } else {
      write((RedisCommand<?, ?, ?>) message, out);
    }
  }

  private static void write(RedisCommand<?, ?, ?> command, ByteBuf out) {
    out.markWriterIndex();
    try {
      command.encode(out);
    } catch (RuntimeException e) {
      out.resetWriterIndex();
      command.completeExceptionally(
          new EncoderException("cannot encode " + command.getType() + "; it was not sent", e));
    }
  }
}
