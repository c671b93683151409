package io.auscult.export.webhook;

import io.auscult.export.Secret;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Posts to one address with the secrets as they were when it was made. Any thread. Follows nobody elsewhere: signature and token are for one receiver. Every
 * wait ends, and of an answer only the beginning is read.
 */
final class WebhookClient implements AutoCloseable {
    private static final int MIN_REDACTED = 6; // a shorter secret would blacken half an answer

    private final WebhookSettings settings;
    private final InstantSource clock;
    private final URI url;
    private final @Nullable Signature signature;
    private final String authorization; // empty for none
    private final List<String> secrets = new ArrayList<>(); // what no message may contain
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http;

    /** @throws IOException when a secret or a certificate cannot be read */
    WebhookClient(WebhookSettings settings, InstantSource clock) throws IOException {
        this.settings = settings;
        this.clock = clock;
        url = url(settings);
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        if (settings.secretUrl() != null) {
            secrets.add(url.toString());
            secrets.add(path);
        }
        Secret token = settings.token();
        authorization = token == null ? "" : "Bearer " + headerValue(token);
        if (token != null) {
            secrets.add(authorization.substring("Bearer ".length()));
        }
        Secret key = settings.signingKey();
        signature = key == null ? null : new Signature("signing_key", key.read());
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.timeout())
                .executor(threads)
                .sslContext(settings.tls().context(settings.name()))
                .sslParameters(settings.tls().parameters());
        if (!settings.proxy().isEmpty()) {
            int colon = settings.proxy().indexOf(':');
            builder.proxy(ProxySelector.of(InetSocketAddress.createUnresolved(
                    settings.proxy().substring(0, colon),
                    Integer.parseInt(
                            settings.proxy(), colon + 1, settings.proxy().length(), 10))));
        }
        http = builder.build();
    }

    private static URI url(WebhookSettings settings) throws IOException {
        if (settings.url() != null) {
            return settings.url();
        }
        Secret secret = settings.secretUrl();
        try {
            URI read = URI.create(secret == null ? "" : secret.read());
            WebhookSettings.check(read, settings.tls().insecure());
            return read;
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    secret + ": no address to post to (expected: https://host/path)"); // the cause repeats it
        }
    }

    private static String headerValue(Secret token) throws IOException {
        String value = token.read();
        if (!value.matches("[!-~]+")) {
            throw new IOException(token + ": not a token (expected: printable ASCII without spaces)");
        }
        return value;
    }

    /** Where it posts, as far as anybody may know. */
    String host() {
        return url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    /**
     * Returns when the receiver has taken it.
     *
     * @param id stable, ASCII
     */
    void post(String id, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(settings.timeout())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/plain")
                .header("User-Agent", "Auscult")
                .header("Idempotency-Key", id)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (signature != null) {
            long timestampS = clock.instant().getEpochSecond();
            request.header("webhook-id", id)
                    .header("webhook-timestamp", Long.toString(timestampS))
                    .header("webhook-signature", signature.of(id, timestampS, body));
        }
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        HttpResponse<String> answer = answer(request.build());
        Verdict.judge(
                settings.template(),
                answer.statusCode(),
                answer.headers().firstValue("Content-Type").orElse(""),
                answer.headers().firstValue("Retry-After").orElse("").strip(),
                redacted(answer.body()),
                clock.instant());
    }

    private HttpResponse<String> answer(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<String>> coming = http.sendAsync(request, info -> new BoundedText());
        try {
            return coming.get(
                    2 * settings.timeout().toMillis(), TimeUnit.MILLISECONDS); // the body has no time-out of its own
        } catch (TimeoutException e) {
            coming.cancel(true);
            throw new IOException(
                    "no whole answer within " + 2 * settings.timeout().toMillis() + " ms");
        } catch (InterruptedException e) {
            coming.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted");
        } catch (ExecutionException e) {
            throw reason(e.getCause() == null ? e : e.getCause());
        }
    }

    private IOException reason(Throwable cause) {
        return switch (cause) {
            case java.net.http.HttpConnectTimeoutException late ->
                new IOException("no connection within " + settings.timeout().toMillis() + " ms");
            case java.net.http.HttpTimeoutException late ->
                new IOException("no answer within " + settings.timeout().toMillis() + " ms");
            case java.net.ConnectException refused
            when refused.getCause() instanceof java.nio.channels.UnresolvedAddressException ->
                new IOException("host " + url.getHost() + " is not known");
            case javax.net.ssl.SSLException tls ->
                new IOException("TLS: " + redacted(String.valueOf(tls.getMessage()))
                        + " (look at ca_file, server_name, client_certificate)");
            default ->
                new IOException(
                        cause.getMessage() == null ? cause.getClass().getSimpleName() : redacted(cause.getMessage()));
        };
    }

    /** A receiver may repeat what it was sent. */
    private String redacted(String text) {
        String clean = text;
        for (String secret : secrets) {
            if (secret.length() >= MIN_REDACTED) {
                clean = clean.replace(secret, "***");
            }
        }
        return clean;
    }

    @Override
    public void close() {
        http.shutdownNow();
        threads.shutdownNow();
    }
}
