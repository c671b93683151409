package io.auscult.export.taxii;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.auscult.export.LaterException;
import io.auscult.export.Secret;
import io.auscult.export.stix.StixJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Speaks with one TAXII 2.1 server. Never follows redirects: they would carry the token elsewhere. Answers are read up to {@link #MOST_ANSWER} bytes. Secrets and certificates
 * are read when it is made. One thread.
 */
final class TaxiiClient implements AutoCloseable {
    static final String MEDIA_TYPE = "application/taxii+json;version=2.1";
    static final int MOST_ANSWER = 32 << 20; // bytes
    private static final int MOST_TITLE = 200; // characters of what a server says about an error
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration MOST_WAIT = Duration.ofHours(1);

    private final TaxiiAccess access;
    private final Clock clock;
    private final HttpClient http;
    private final @Nullable String authorization;

    /** @throws IOException when the secret or a certificate cannot be read */
    TaxiiClient(TaxiiAccess access, Clock clock) throws IOException {
        this.access = access;
        this.clock = clock;
        authorization = authorization(access);
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .sslContext(access.tls().context(access.name()))
                .sslParameters(access.tls().parameters())
                .build();
    }

    private static @Nullable String authorization(TaxiiAccess access) throws IOException {
        Secret secret = access.secret();
        if (secret == null) {
            return null;
        }
        String word = secret.read();
        if (!word.chars().allMatch(c -> c >= ' ' && c != 0x7F)) {
            throw new IOException(access.name() + ": " + secret + ": control characters in it");
        }
        return access.user() == null
                ? "Bearer " + word
                : "Basic "
                        + Base64.getEncoder()
                                .encodeToString((access.user() + ":" + word).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What a server answered with a status of 2xx.
     *
     * @param json its body
     * @param addedLast the header X-TAXII-Date-Added-Last, or null
     */
    record Answer(JsonNode json, @Nullable String addedLast) {}

    /** The server refuses this request for good, by its status. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1;

        private final int status;

        RefusedException(int status, String reason) {
            super(reason);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /** The collection's URL with something behind it. */
    URI collection(String rest) {
        return access.apiRoot().resolve("collections/" + access.collection() + "/" + rest);
    }

    URI root(String rest) {
        return access.apiRoot().resolve(rest);
    }

    Answer get(URI uri) throws IOException {
        return answer(send(request(uri).GET().build()), "reading");
    }

    Answer post(URI uri, byte[] body) throws IOException {
        return answer(
                send(request(uri)
                        .header("Content-Type", MEDIA_TYPE)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build()),
                "writing");
    }

    private HttpRequest.Builder request(URI uri) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).header("Accept", MEDIA_TYPE).timeout(access.timeout());
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return request;
    }

    /** The time of the body counts as well. */
    private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> sent =
                http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_ANSWER));
        try {
            return sent.get(access.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new IOException(access.name() + ": " + request.uri().getAuthority() + ": " + reason(cause), cause);
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new IOException(
                    access.name() + ": " + request.uri().getAuthority() + ": no whole answer within "
                            + access.timeout().toSeconds() + " s",
                    e);
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException(access.name() + ": interrupted", e);
        }
    }

    private static String reason(@Nullable Throwable cause) {
        if (cause == null) {
            return "failed";
        }
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }

    private Answer answer(HttpResponse<byte[]> response, String doing) throws IOException {
        int status = response.statusCode();
        if (status / 100 != 2) {
            throw failure(response, doing);
        }
        String type = response.headers().firstValue("content-type").orElse("");
        try {
            JsonNode json = StixJson.mapper().readTree(response.body());
            if (json == null || !json.isObject()) {
                throw new IOException(
                        where(status) + "no JSON object in the answer (expected: a TAXII 2.1 server; it says "
                                + StixJson.clean(type, MOST_TITLE) + ")");
            }
            return new Answer(
                    json,
                    response.headers().firstValue("x-taxii-date-added-last").orElse(null));
        } catch (JsonProcessingException e) { // its text stays out: it may be long
            throw new IOException(where(status) + "the answer is no JSON (expected: a TAXII 2.1 server)");
        }
    }

    private String where(int status) {
        return access.name() + ": HTTP " + status + ": ";
    }

    private IOException failure(HttpResponse<byte[]> response, String doing) {
        int status = response.statusCode();
        String said = where(status) + title(response.body());
        return switch (status) {
            case 401 -> new IOException(said + " (see " + access.name() + "'s token, or user and password)");
            case 403 -> new IOException(said + " (see which rights the token has: " + doing + " was refused)");
            case 404 -> new IOException(said + " (see url and collection: " + collection("") + ")");
            case 406, 415 -> new IOException(said + " (expected: a TAXII 2.1 server)");
            case 429, 503 -> {
                Duration wait =
                        wait(response.headers().firstValue("retry-after").orElse(""));
                yield wait == null ? new IOException(said) : new LaterException(said, wait);
            }
            case 400, 413, 422 -> new RefusedException(status, said);
            default -> new IOException(said);
        };
    }

    private static String title(byte[] body) {
        try {
            JsonNode json = StixJson.mapper().readTree(body);
            String title = json == null ? "" : json.path("title").asText("");
            return title.isEmpty()
                    ? "no reason given"
                    : StixJson.clean(title, MOST_TITLE).replace('\n', ' ');
        } catch (IOException e) { // a page of something in between
            return "no reason given in JSON";
        }
    }

    /** Retry-After, RFC 9110 section 10.2.3: seconds or a date. Null when it is neither. */
    private @Nullable Duration wait(String text) {
        Duration wait;
        if (text.matches("[0-9]{1,9}")) {
            wait = Duration.ofSeconds(Long.parseLong(text));
        } else {
            try {
                Instant until = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
                wait = Duration.between(clock.instant(), until);
            } catch (DateTimeParseException e) {
                return null;
            }
        }
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(MOST_WAIT) > 0 ? MOST_WAIT : wait;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
