package io.auscult.export.taxii;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.auscult.export.Secret;
import io.auscult.export.http.HttpCaller;
import io.auscult.export.stix.StixJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Speaks with one TAXII 2.1 server. Answers are read up to {@link #MOST_ANSWER} bytes. Secrets and certificates
 * are read when it is made. One thread.
 */
final class TaxiiClient implements AutoCloseable {
    static final String MEDIA_TYPE = "application/taxii+json;version=2.1";
    static final int MOST_ANSWER = 32 << 20; // bytes
    private static final int MOST_TITLE = 200; // characters of what a server says about an error

    private final TaxiiAccess access;
    private final Clock clock;
    private final HttpCaller http;
    private final @Nullable String authorization;

    /** @throws IOException when the secret or a certificate cannot be read */
    TaxiiClient(TaxiiAccess access, Clock clock) throws IOException {
        this.access = access;
        this.clock = clock;
        authorization = authorization(access);
        http = new HttpCaller(access.name(), access.tls(), access.timeout(), "");
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
        HttpRequest.Builder request = http.to(uri).header("Accept", MEDIA_TYPE);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return request;
    }

    private HttpCaller.Answer send(HttpRequest request) throws IOException {
        HttpCaller.Answer answer;
        try {
            answer = http.ask(request, MOST_ANSWER);
        } catch (IOException e) {
            throw new IOException(access.name() + ": " + request.uri().getAuthority() + ": " + e.getMessage(), e);
        }
        if (answer.isCut()) {
            throw new IOException(access.name() + ": " + request.uri().getAuthority() + ": answers more than "
                    + MOST_ANSWER + " bytes");
        }
        return answer;
    }

    private Answer answer(HttpCaller.Answer response, String doing) throws IOException {
        int status = response.status();
        if (status / 100 != 2) {
            throw failure(response, doing);
        }
        String type = response.header("content-type");
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

    private IOException failure(HttpCaller.Answer response, String doing) {
        int status = response.status();
        String said = where(status) + title(response.body());
        return switch (status) {
            case 401 -> new IOException(said + " (see " + access.name() + "'s token, or user and password)");
            case 403 -> new IOException(said + " (see which rights the token has: " + doing + " was refused)");
            case 404 -> new IOException(said + " (see url and collection: " + collection("") + ")");
            case 406, 415 -> new IOException(said + " (expected: a TAXII 2.1 server)");
            case 429, 503 -> response.later(said, clock.instant(), "Retry-After");
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

    @Override
    public void close() {
        http.close();
    }
}
