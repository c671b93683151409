package io.auscult.export.misp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.auscult.export.LaterException;
import io.auscult.export.Secret;
import io.auscult.export.TlsSettings;
import io.auscult.export.http.HttpCaller;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Asks one MISP server. Any thread. A request ends within the time-out, whatever the server does; answers of more than {@link #MOST_ANSWER} bytes are not read to their end.
 */
final class MispClient implements AutoCloseable {
    static final int MOST_ANSWER = 64 << 20; // bytes

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_SAID = 300; // characters of the server's words in a message

    private final String name;
    private final URI url;
    private final String key;
    private final HttpCaller http;

    /** Reads secret and certificates. @param name of receiver or source, for messages */
    MispClient(String name, URI url, Secret key, TlsSettings tls, Duration timeout) throws IOException {
        this.name = name;
        this.url = url;
        this.key = key.read();
        if (!this.key.matches("[!-~]{1,512}")) {
            throw new IOException(
                    name + ": " + key + ": no automation key (expected: one word, as MISP shows it once)");
        }
        http = new HttpCaller(name, tls, timeout, "");
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
        HttpRequest.Builder request =
                http.to(URI.create(url + path)).header("Authorization", key).header("Accept", "application/json");
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json").method(method, BodyPublishers.ofByteArray(bytes(body)));
        }
        HttpCaller.Answer response = ask(request.build());
        int status = response.status();
        if (status == 429 || status == 503) {
            String header = response.header("Retry-After").isEmpty() ? "X-Rate-Limit-Reset" : "Retry-After";
            throw response.later(name + ": MISP answered " + status, Instant.now(), header);
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

    static byte[] bytes(JsonNode body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be written", e);
        }
    }

    private HttpCaller.Answer ask(HttpRequest request) throws IOException {
        HttpCaller.Answer answer;
        try {
            answer = http.ask(request, MOST_ANSWER);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(name + ": " + url + ": " + e.getMessage(), e);
        }
        if (answer.isCut()) {
            throw new IOException(name + ": " + url + ": answers more than " + MOST_ANSWER + " bytes");
        }
        return answer;
    }

    private IOException denied(Answer answer) {
        return new IOException(name + ": MISP answered " + answer.status() + " " + answer.said()
                + " (key: valid, and its user's role may do this?)");
    }

    /** Missing when it is none; only a yes has to be JSON. */
    private JsonNode json(HttpCaller.Answer response) throws IOException {
        try {
            JsonNode json = JSON.readTree(response.body());
            return json == null ? MissingNode.getInstance() : json;
        } catch (JsonProcessingException e) {
            if (response.status() / 100 == 2) {
                throw new IOException(name + ": MISP answered " + response.status() + " with damaged JSON");
            }
            return MissingNode.getInstance();
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
