package io.auscult.export.misp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.auscult.export.LaterException;
import io.auscult.export.Secret;
import io.auscult.export.TlsSettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks one MISP server, one request after the other. One thread. A request ends within the time-out, whatever the server does; answers of more than {@link #MOST_ANSWER} bytes are not read to their end.
 */
final class MispClient implements AutoCloseable {
    static final int MOST_ANSWER = 64 << 20; // bytes

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_SAID = 300; // characters of the server's words in a message
    private static final long MOST_WAIT_S = 86_400;

    private final String name;
    private final URI url;
    private final String key;
    private final Duration timeout;
    private final HttpClient http;

    /** Reads secret and certificates. @param name of receiver or source, for messages */
    MispClient(String name, URI url, Secret key, TlsSettings tls, Duration timeout) throws IOException {
        this.name = name;
        this.url = url;
        this.key = key.read();
        this.timeout = timeout;
        if (!this.key.matches("[!-~]{1,512}")) {
            throw new IOException(
                    name + ": " + key + ": no automation key (expected: one word, as MISP shows it once)");
        }
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout);
        if ("https".equals(url.getScheme())) {
            builder.sslContext(tls.context(name)).sslParameters(tls.parameters());
        }
        http = builder.build();
    }

    /** What a server answered that said yes or explained its no. */
    record Answer(int status, JsonNode json) {
        boolean isOk() {
            return status / 100 == 2;
        }

        /** MISP's words for it. */
        String said() {
            JsonNode errors = json.path("errors");
            String more = errors.isMissingNode() || errors.isNull()
                    ? ""
                    : ": " + (errors.isTextual() ? errors.asText() : errors);
            String name = json.path("message").asText(json.path("name").asText(""));
            return MispText.line(name + more, MOST_SAID);
        }
    }

    /**
     * @param body null for none
     * @return a yes, or a no to the content: 400, 403 with what was wrong with it, 404, 405, 413, 422
     * @throws IOException when there was no such answer; a {@link LaterException} when the server said when to come back
     */
    Answer send(String method, String path, @Nullable JsonNode body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(timeout)
                .header("Authorization", key)
                .header("Accept", "application/json")
                .header("User-Agent", "Auscult");
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        }
        HttpResponse<byte[]> response = exchange(request.build());
        int status = response.statusCode();
        if (status == 429 || status == 503) {
            throw later(response);
        }
        JsonNode json = json(response);
        Answer answer = new Answer(status, json);
        return switch (status) {
            case 400, 404, 405, 413, 422 -> answer;
            case 401 -> throw denied(answer);
            case 403 -> {
                if (json.path("saved").isBoolean() && !json.path("saved").asBoolean()) {
                    yield answer; // it knows us: the content is the trouble
                }
                throw denied(answer);
            }
            default -> {
                if (!answer.isOk()) {
                    String where = status / 100 == 3 ? " (url: it sends us elsewhere)" : "";
                    throw new IOException(name + ": MISP answered " + status + where + " " + answer.said());
                }
                if (json.isMissingNode()) {
                    throw new IOException(
                            name + ": MISP answered " + status + " without JSON (url: is this a MISP server?)");
                }
                yield answer;
            }
        };
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> pending =
                http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_ANSWER));
        try {
            return pending.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            pending.cancel(true);
            throw new IOException(name + ": MISP did not answer within " + timeout.toMillis() + " ms (timeout)", e);
        } catch (InterruptedException e) {
            pending.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(name + ": stopped while waiting for MISP");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            String said = cause == null ? "" : cause.getMessage() == null ? cause.toString() : cause.getMessage();
            throw new IOException(name + ": " + url + ": " + MispText.line(said, MOST_SAID), cause);
        }
    }

    private IOException denied(Answer answer) {
        return new IOException(name + ": MISP answered " + answer.status() + " " + answer.said()
                + " (key: valid, and its user's role may do this?)");
    }

    private IOException later(HttpResponse<byte[]> response) {
        String reason = name + ": MISP answered " + response.statusCode();
        String said = response.headers()
                .firstValue("Retry-After")
                .or(() -> response.headers().firstValue("X-Rate-Limit-Reset"))
                .orElse("");
        Duration wait = wait(said.strip());
        return wait == null ? new IOException(reason) : new LaterException(reason, wait);
    }

    /** Seconds, or a date as RFC 9110 section 5.6.7 writes it. */
    private static @Nullable Duration wait(String text) {
        if (text.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Math.min(MOST_WAIT_S, Long.parseLong(text)));
        }
        try {
            Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            long seconds = Duration.between(Instant.now(), then).toSeconds();
            return Duration.ofSeconds(Math.clamp(seconds, 0, MOST_WAIT_S));
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** Missing when it is none; only a yes has to be JSON. */
    private JsonNode json(HttpResponse<byte[]> response) throws IOException {
        try {
            JsonNode json = JSON.readTree(response.body());
            return json == null ? MissingNode.getInstance() : json;
        } catch (JsonProcessingException e) {
            if (response.statusCode() / 100 == 2) {
                throw new IOException(name + ": MISP answered " + response.statusCode() + " with damaged JSON");
            }
            return MissingNode.getInstance();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
