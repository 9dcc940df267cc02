package io.patternsdk.testkit.server;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Volume;
import io.patternsdk.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A server in a container. Its directory is mounted and its ports are published under the same path
 * and numbers, so it keeps both over a restart, as a local process does.
 */
final class ContainerServer implements Backing {
  private static final int STOP_SECONDS = 10;

  private final ServerRecipe recipe;
  private final ServerSite site;
  private final GenericContainer<?> container;

  private ContainerServer(ServerRecipe recipe, ServerSite site) {
    this.recipe = recipe;
    this.site = site;
    this.container =
        new GenericContainer<>(DockerImageName.parse(recipe.image().orElseThrow()))
            .withCommand(recipe.arguments(site).toArray(String[]::new))
            .withCreateContainerCmdModifier(this::publish);
  }

  static boolean dockerAnswers() {
    return DockerClientFactory.instance().isDockerAvailable();
  }

  static ContainerServer start(ServerRecipe recipe) {
    ContainerServer server =
        new ContainerServer(recipe, ServerSite.create(recipe, Optional.empty(), "0.0.0.0"));
    try {
      server.container.start();
      server.awaitReady();
      return server;
    } catch (RuntimeException | Error e) {
      server.close();
      throw e;
    }
  }

  private void publish(CreateContainerCmd command) {
    String directory = site.directory().toString();
    List<Integer> ports = IntStream.range(0, recipe.ports()).map(site::port).boxed().toList();
    Objects.requireNonNull(command.getHostConfig())
        .withBinds(new Bind(directory, new Volume(directory)))
        .withPortBindings(
            ports.stream()
                .map(port -> PortBinding.parse("127.0.0.1:" + port + ":" + port))
                .toList());
    command.withExposedPorts(ports.stream().map(ExposedPort::tcp).toList());
    command.withUser(owner());
  }

  private String owner() {
    try {
      return Files.getAttribute(site.directory(), "unix:uid")
          + ":"
          + Files.getAttribute(site.directory(), "unix:gid");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady() {
    try {
      Eventually.within(recipe.readyWithin().multipliedBy(2)).check(this::probe);
    } catch (AssertionError e) {
      throw new IllegalStateException(
          recipe.name() + " in a container is not ready: " + e.getMessage() + logTail(), e);
    }
    if (!container.isRunning()) {
      throw new IllegalStateException(recipe.name() + "'s container ended" + logTail());
    }
  }

  private void probe() throws IOException {
    if (container.isRunning()) {
      recipe.probe(site);
    }
  }

  private DockerClient client() {
    return container.getDockerClient();
  }

  @Override
  public String host() {
    return "127.0.0.1";
  }

  @Override
  public int port() {
    return site.port();
  }

  @Override
  public String address(String scheme) {
    return scheme + "://" + host() + ":" + port();
  }

  @Override
  public TestCertificate certificate() {
    return site.certificate();
  }

  @Override
  public void kill() {
    client().killContainerCmd(container.getContainerId()).exec();
    client()
        .waitContainerCmd(container.getContainerId())
        .exec(new WaitContainerResultCallback())
        .awaitStatusCode();
  }

  @Override
  public void restart() {
    if (container.isRunning()) {
      client().stopContainerCmd(container.getContainerId()).withTimeout(STOP_SECONDS).exec();
    }
    client().startContainerCmd(container.getContainerId()).exec();
    awaitReady();
  }

  @Override
  public void pause() {
    client().pauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void resume() {
    client().unpauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public String logTail() {
    return "\n--- log of the container ---\n" + container.getLogs() + "\n---";
  }

  @Override
  public void close() {
    container.stop();
    site.remove();
  }
}
