package io.patternsdk.core.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An address with one of these schemes, whose credentials are hidden from then on. */
record AddressShape(List<String> schemes) implements Shape<ServerAddress> {

  @Override
  public @Nullable ServerAddress read(SettingsNode node, Place place) {
    ServerAddress address =
        new ScalarShape<>(expected(), standIn(), this::parse, ServerAddress::toString)
            .read(node, place);
    if (address != null) {
      remember(address, place.placeholders().redaction());
    }
    return address;
  }

  /** A user alone is a token; beside a password it is a name, which others may see. */
  private static void remember(ServerAddress address, Redaction redaction) {
    Secret hidden = address.password() == null ? address.user() : address.password();
    if (hidden != null) {
      redaction.secret(hidden.reveal());
    }
  }

  private Optional<ServerAddress> parse(String text) {
    return ServerAddress.parse(text).filter(address -> schemes.contains(address.scheme()));
  }

  @Override
  public String expected() {
    return schemes.stream()
        .map(scheme -> scheme + "://host:port")
        .collect(Collectors.joining(" or "));
  }

  @Override
  public boolean guards() {
    return true;
  }

  @Override
  public ServerAddress standIn() {
    return new ServerAddress(schemes.getFirst(), "localhost", -1, "", null, null);
  }
}
