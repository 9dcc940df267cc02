package io.patternsdk.driver.redis;

import io.lettuce.core.event.DefaultEventPublisherOptions;
import io.lettuce.core.event.Event;
import io.lettuce.core.event.EventBus;
import io.lettuce.core.event.EventPublisherOptions;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.DnsResolvers;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.lettuce.core.resource.SocketAddressResolver;
import io.lettuce.core.resource.ThreadFactoryProvider;
import io.lettuce.core.tracing.Tracing;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.DefaultAddressResolverGroup;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timer;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Flux;

/**
 * The threads and other resources of one client: few, named after the backend, without the metrics,
 * events, tracing and DNS client that the driver does not use and whose classes slow the start.
 */
final class LeanResources implements ClientResources {
  private static final int IO_THREADS = 2;
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final EventLoopGroupProvider loops;
  private final EventExecutorGroup executors;
  private final Timer timer;

  LeanResources(String backend) {
    ThreadFactoryProvider threads = pool -> new DefaultThreadFactory(backend + "-" + pool, true);
    this.loops = new DefaultEventLoopGroupProvider(IO_THREADS, threads);
    this.executors = new DefaultEventExecutorGroup(1, threads.getThreadFactory("redis-events"));
    this.timer = new HashedWheelTimer(threads.getThreadFactory("redis-timer"));
  }

  /** Nobody listens. */
  private record NoEvents() implements EventBus {
    @Override
    public Flux<Event> get() {
      return Flux.never();
    }

    @Override
    public void publish(Event event) {}
  }

  private record NoChanges() implements NettyCustomizer {}

  @Override
  public Builder mutate() {
    throw new UnsupportedOperationException("these resources belong to one driver");
  }

  @Override
  public Future<Boolean> shutdown() {
    return shutdown(0, 2, TimeUnit.SECONDS);
  }

  @Override
  public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
    var unused = timer.stop();
    var unusedToo = executors.shutdownGracefully(quietPeriod, timeout, unit);
    return loops.shutdown(quietPeriod, timeout, unit);
  }

  @Override
  public AddressResolverGroup<?> addressResolverGroup() {
    return DefaultAddressResolverGroup.INSTANCE;
  }

  @Override
  public EventPublisherOptions commandLatencyPublisherOptions() {
    return DefaultEventPublisherOptions.disabled();
  }

  @Override
  public CommandLatencyRecorder commandLatencyRecorder() {
    return CommandLatencyRecorder.disabled();
  }

  @Override
  public int computationThreadPoolSize() {
    return 1;
  }

  @Override
  public EventBus eventBus() {
    return new NoEvents();
  }

  @Override
  public EventLoopGroupProvider eventLoopGroupProvider() {
    return loops;
  }

  @Override
  public EventExecutorGroup eventExecutorGroup() {
    return executors;
  }

  @Override
  public int ioThreadPoolSize() {
    return IO_THREADS;
  }

  @Override
  public NettyCustomizer nettyCustomizer() {
    return new NoChanges();
  }

  @Override
  public Delay reconnectDelay() {
    return Delay.fullJitter(SHORTEST_PAUSE, LONGEST_PAUSE, 10, TimeUnit.MILLISECONDS);
  }

  @Override
  public SocketAddressResolver socketAddressResolver() {
    return SocketAddressResolver.create(DnsResolvers.UNRESOLVED);
  }

  @Override
  public Timer timer() {
    return timer;
  }

  @Override
  public Tracing tracing() {
    return Tracing.disabled();
  }
}
