package io.auscult.export.webhook;

import io.auscult.export.LaterException;
import io.auscult.export.RejectedException;
import io.auscult.export.Secret;
import io.auscult.export.http.HttpCaller;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Posts to one address with the secrets as they were when it was made; no message of it holds one. One thread. */
final class WebhookClient implements AutoCloseable {
    private static final int MAX_ANSWER = 4096; // bytes; of a longer one the beginning is read
    private static final int MIN_REDACTED = 6; // a shorter secret would blacken half an answer

    private final WebhookAccess access;
    private final InstantSource clock;
    private final URI url;
    private final @Nullable Signature signature;
    private final String authorization; // empty for none
    private final List<String> secrets = new ArrayList<>(); // what no message may contain
    private final HttpCaller http;

    /** @throws IOException when a secret or a certificate cannot be read */
    WebhookClient(WebhookAccess access, InstantSource clock) throws IOException {
        this.access = access;
        this.clock = clock;
        try {
            url = url(access);
            String path = url.getRawPath() == null ? "" : url.getRawPath();
            if (access.secretUrl() != null) {
                secrets.add(url.toString());
                secrets.add(path);
            }
            Secret token = access.token();
            authorization = token == null ? "" : "Bearer " + headerValue(token);
            if (token != null) {
                secrets.add(authorization.substring("Bearer ".length()));
            }
            Secret key = access.signingKey();
            signature = key == null ? null : new Signature("signing_key", key.read());
            http = new HttpCaller(access.name(), access.tls(), access.timeout(), access.proxy());
        } catch (IOException e) {
            throw new IOException(access.name() + ": " + e.getMessage(), e);
        }
    }

    private static URI url(WebhookAccess access) throws IOException {
        if (access.url() != null) {
            return access.url();
        }
        Secret secret = access.secretUrl();
        try {
            URI read = URI.create(secret == null ? "" : secret.read());
            WebhookAccess.check(read, access.tls().insecure());
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
        HttpRequest.Builder request = http.to(url)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/plain")
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
        try {
            HttpCaller.Answer answer = http.ask(request.build(), MAX_ANSWER);
            String said = redacted(new String(answer.body(), StandardCharsets.UTF_8));
            Verdict.judge(access.template(), answer, said, clock.instant());
        } catch (IOException e) {
            throw named(e);
        }
    }

    private IOException named(IOException e) {
        String message = access.name() + ": " + host() + ": " + redacted(String.valueOf(e.getMessage()));
        return switch (e) {
            case RejectedException rejected -> new RejectedException(message);
            case LaterException later -> new LaterException(message, later.delay());
            default -> new IOException(message); // without its cause, which may repeat a secret
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
        http.close();
    }
}
