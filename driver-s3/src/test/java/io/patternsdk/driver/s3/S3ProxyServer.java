package io.patternsdk.driver.s3;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/** The process of {@link S3ProxyRecipe}: S3Proxy on a port of the loopback, over a directory. */
final class S3ProxyServer {
  /** What S3Proxy calls a file until it is whole: its key, a hyphen and a random UUID. */
  private static final Pattern UNFINISHED =
      Pattern.compile(".*-\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  private S3ProxyServer() {}

  public static void main(String[] arguments) throws Exception {
    S3Proxy.builder()
        .blobStore(new LinearizableStore(store(arguments)))
        .endpoint(URI.create("http://127.0.0.1:" + arguments[0]))
        .awsAuthentication(
            AuthenticationType.AWS_V2_OR_V4, S3ProxyRecipe.ACCESS_KEY, S3ProxyRecipe.SECRET_KEY)
        .ignoreUnknownHeaders(true) // of a session's token it knows nothing
        .build()
        .start();
  }

  private static BlobStore store(String[] arguments) throws IOException {
    if (arguments.length > 1) {
      Path directory = Path.of(arguments[1]);
      removeUnfinished(directory.resolve(S3ProxyRecipe.BUCKET));
      return new FilesystemNio2BlobStore(arguments[1]);
    }
    BlobStore memory = new TransientNio2BlobStore();
    memory.createContainer(S3ProxyRecipe.BUCKET);
    return memory;
  }

  /** S3Proxy takes it for an object after it was killed, which no server to trust would show. */
  private static void removeUnfinished(Path bucket) throws IOException {
    try (DirectoryStream<Path> unfinished =
        Files.newDirectoryStream(
            bucket, file -> UNFINISHED.matcher(file.getFileName().toString()).matches())) {
      for (Path file : unfinished) {
        Files.delete(file);
      }
    }
  }
}
