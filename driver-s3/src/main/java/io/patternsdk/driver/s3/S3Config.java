package io.patternsdk.driver.s3;

import io.patternsdk.core.config.Secret;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.driver.DriverSettings;
import io.patternsdk.core.driver.Tls;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which bucket it is and how to use it; docs/drivers/s3.md says what each part means. Immutable.
 */
record S3Config(
    String bucket,
    String region,
    Optional<URI> endpoint,
    boolean pathStyle,
    Credentials credentials,
    @Nullable Secret accessKeyId,
    @Nullable Secret secretAccessKey,
    @Nullable Secret sessionToken,
    Optional<String> profile,
    WebIdentity webIdentity,
    boolean escapedKeys,
    int maxKeyBytes,
    boolean conditionsTrusted,
    boolean storageTrusted,
    Optional<Encryption> encryption,
    Optional<String> kmsKey,
    int partSize,
    int uploadParallelism,
    Duration abandonedUploads,
    int maxRetries,
    Duration connectTimeout,
    Tls tls) {

  private static final int MOST_KEY_BYTES = 1_024;
  private static final int LEAST_KEY_BYTES = 192;
  private static final long LEAST_PART = 5 << 20;
  private static final long MOST_PART = 512 << 20;
  private static final int DEFAULT_PART = 8 << 20;

  /** Where credentials come from. */
  enum Credentials {
    /** Environment, profile, web identity, container, machine: as the SDK of AWS looks for them. */
    DEFAULT,
    /** The settings. */
    STATIC,
    /** {@code AWS_ACCESS_KEY_ID} and its companions. */
    ENVIRONMENT,
    /** A profile of the files of AWS. */
    PROFILE,
    /** A token in a file, which STS changes for credentials of a role. */
    WEB_IDENTITY,
    /** None: what anybody may do. */
    ANONYMOUS
  }

  /**
   * How a token is changed for credentials; what is not said is where AWS looks for it.
   *
   * @param role the name of the role
   * @param tokenFile where the token is
   * @param sts where it is changed
   */
  record WebIdentity(Optional<String> role, Optional<Path> tokenFile, Optional<URI> sts) {
    private static WebIdentity read(Settings settings, Credentials credentials) {
      if (credentials != Credentials.WEB_IDENTITY) {
        for (String name : List.of("role_arn", "web_identity_token_file", "sts_endpoint")) {
          if (settings.has(name)) {
            settings.problem(name, "is not used", "set credentials: web_identity as well");
          }
        }
      }
      return new WebIdentity(
          settings.string("role_arn").optional(),
          settings.path("web_identity_token_file").optional(),
          endpoint(settings, "sts_endpoint"));
    }
  }

  /** By whose keys the server encrypts. */
  enum Encryption {
    /** Keys of S3. */
    AES256,
    /** Keys of KMS. */
    KMS
  }

  /**
   * Reads the settings of a backend.
   *
   * @throws io.patternsdk.core.config.ConfigException with everything that is wrong, unknown
   *     settings included
   */
  static S3Config from(Settings settings) {
    return settings.read(S3Config::read);
  }

  private static S3Config read(Settings settings) {
    refusePoolKeys(settings);
    Optional<URI> endpoint = endpoint(settings, "endpoint");
    Secret accessKeyId = settings.secret("access_key_id").orNull();
    Secret secretAccessKey = settings.secret("secret_access_key").orNull();
    Secret sessionToken = settings.secret("session_token").orNull();
    if ((accessKeyId == null) != (secretAccessKey == null)) {
      settings.problem(
          accessKeyId == null ? "access_key_id" : "secret_access_key",
          "is missing beside the other",
          "set both of them");
    }
    Credentials credentials =
        settings
            .choice("credentials", Credentials.class)
            .orElse(accessKeyId == null ? Credentials.DEFAULT : Credentials.STATIC);
    if ((credentials == Credentials.STATIC) != (accessKeyId != null)) {
      settings.problem(
          "credentials",
          credentials == Credentials.STATIC ? "has no access_key_id" : "would not be used",
          "set credentials: static with access_key_id and secret_access_key");
    }
    Optional<String> profile = settings.string("credentials_profile").optional();
    if (profile.isPresent() && credentials != Credentials.PROFILE) {
      settings.problem("credentials_profile", "is not used", "set credentials: profile as well");
    }
    Optional<Encryption> encryption = settings.choice("encryption", Encryption.class).optional();
    Optional<String> kmsKey = settings.string("kms_key_id").optional();
    if (kmsKey.isPresent() && !encryption.equals(Optional.of(Encryption.KMS))) {
      settings.problem("kms_key_id", "is not used", "set encryption: kms as well");
    }
    return new S3Config(
        settings.string("bucket").check(b -> !b.isBlank(), "a name").required(),
        settings.string("region").orElse("us-east-1"),
        endpoint,
        settings.bool("path_style").orElse(endpoint.isPresent()),
        credentials,
        accessKeyId,
        secretAccessKey,
        sessionToken,
        profile,
        WebIdentity.read(settings, credentials),
        settings.choice("key_encoding", "plain", "escaped").orElse("plain").equals("escaped"),
        settings
            .integer("max_key_bytes")
            .range(LEAST_KEY_BYTES, MOST_KEY_BYTES)
            .orElse(MOST_KEY_BYTES),
        settings.choice("conditional_writes", "trusted").optional().isPresent(),
        settings.choice("storage", "trusted").optional().isPresent(),
        encryption,
        kmsKey,
        settings
            .size("part_size")
            .range(LEAST_PART, MOST_PART)
            .orElse((long) DEFAULT_PART)
            .intValue(),
        settings.integer("upload_parallelism").range(1, 64).orElse(3),
        settings.duration("abandoned_uploads").min(Duration.ofHours(1)).orElse(Duration.ofDays(7)),
        settings.integer("max_retries").range(0, 100).orElse(3),
        DriverSettings.connectTimeout(settings, Duration.ofSeconds(3)),
        Tls.from(settings.section("tls")));
  }

  private static void refusePoolKeys(Settings settings) {
    for (String name :
        List.of("pool_size", "min_idle", "max_age", "idle_timeout", "idle_check", "profile")) {
      settings.refuse(
          name,
          "means nothing to S3: each call has a connection for as long as it takes",
          "leave it out");
    }
    settings.refuse(
        "pool_timeout",
        "means nothing to S3: no call waits for a connection",
        "concurrency.bulkhead of the slot bounds calls");
  }

  private static Optional<URI> endpoint(Settings settings, String name) {
    return settings
        .uri(name)
        .check(S3Config::wellFormed, "of http or https, without credentials, path and query")
        .optional();
  }

  private static boolean wellFormed(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    String path = uri.getPath() == null ? "" : uri.getPath();
    return (scheme.equals("http") || scheme.equals("https"))
        && uri.getHost() != null
        && uri.getUserInfo() == null
        && uri.getQuery() == null
        && path.matches("/?");
  }

  /** Tells whether it is Amazon's own, of which is known what it keeps and compares. */
  boolean amazon() {
    return endpoint.map(uri -> uri.getHost().endsWith(".amazonaws.com")).orElse(true);
  }

  /** The address for messages. */
  String address() {
    return endpoint.map(URI::toString).orElse("s3 in " + region) + ", bucket " + bucket;
  }
}
