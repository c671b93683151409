package io.auscult.export.http;

import io.auscult.export.LaterException;
import io.auscult.export.PlainText;
import io.auscult.export.TlsFailure;
import io.auscult.export.TlsSettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks one receiver over HTTP/1.1 and keeps the connection. A request ends within the time-out, whatever the other side does. Redirects are answers like any other: whoever
 * follows one takes the receiver's secrets elsewhere. Any thread.
 */
public final class HttpCaller implements AutoCloseable {
    private static final int MAX_REASON = 300; // UTF-16 units
    private static final int GRACE_MS = 200; // after which a time-out of the client's own would have come

    private final long timeoutMs;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http;

    /**
     * What was answered.
     *
     * @param body its beginning
     * @param isCut whether it was longer than anybody wanted to read
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    public record Answer(int status, HttpHeaders headers, byte[] body, boolean isCut) {
        /** The first of this name, empty for none. */
        public String header(String name) {
            return headers.firstValue(name).orElse("").strip();
        }

        /**
         * To be thrown for an answer that says "not now": with the time to come back when it was given.
         *
         * @param now wall clock
         * @param header such as {@code Retry-After}: seconds, or a date as RFC 9110 section 5.6.7 writes it
         */
        public IOException later(String reason, Instant now, String header) {
            String text = header(header);
            try {
                if (text.matches("[0-9]{1,9}")) {
                    return new LaterException(reason, Duration.ofSeconds(Long.parseLong(text)));
                }
                Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                return at.isAfter(now)
                        ? new LaterException(reason, Duration.between(now, at))
                        : new IOException(reason);
            } catch (DateTimeException e) {
                return new IOException(reason); // it did not say when
            }
        }
    }

    /**
     * @param receiver its name, for messages about certificates
     * @param timeout of a whole request, connecting included
     * @param proxy host:port of an HTTP proxy on the way; empty for none
     * @throws IOException when a certificate cannot be read
     */
    public HttpCaller(String receiver, TlsSettings tls, Duration timeout, String proxy) throws IOException {
        timeoutMs = timeout.toMillis();
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .executor(threads)
                .sslContext(tls.context(receiver))
                .sslParameters(tls.parameters());
        int colon = proxy.indexOf(':');
        if (colon >= 0) {
            builder.proxy(ProxySelector.of(InetSocketAddress.createUnresolved(
                    proxy.substring(0, colon), Integer.parseInt(proxy, colon + 1, proxy.length(), 10))));
        }
        http = builder.build();
    }

    /** A request to be filled in. */
    public HttpRequest.Builder to(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(Duration.ofMillis(timeoutMs)).header("User-Agent", "Auscult");
    }

    /**
     * @param most bytes of the answer that are read
     * @throws IOException when there was no whole answer: why, in one line, which may hold what the server said
     */
    public Answer ask(HttpRequest request, int most) throws IOException {
        CompletableFuture<HttpResponse<BoundedBody.Read>> coming =
                http.sendAsync(request, info -> new BoundedBody(most));
        try {
            HttpResponse<BoundedBody.Read> response = coming.get(
                    timeoutMs + GRACE_MS, TimeUnit.MILLISECONDS); // the client's own time-out ends with the head
            return new Answer(
                    response.statusCode(),
                    response.headers(),
                    response.body().bytes(),
                    response.body().isCut());
        } catch (TimeoutException e) {
            coming.cancel(true);
            throw new IOException("no whole answer within " + timeoutMs + " ms", e);
        } catch (InterruptedException e) {
            coming.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            throw reason(request.uri(), e.getCause() == null ? e : e.getCause());
        }
    }

    private IOException reason(URI uri, Throwable cause) {
        String message = cause.getMessage() == null
                ? cause.getClass().getSimpleName()
                : PlainText.line(cause.getMessage(), MAX_REASON);
        return switch (cause) {
            case HttpConnectTimeoutException late -> new IOException("no connection within " + timeoutMs + " ms", late);
            case HttpTimeoutException late -> new IOException("no answer within " + timeoutMs + " ms", late);
            case ConnectException refused
            when refused.getCause() instanceof UnresolvedAddressException ->
                new IOException("host " + uri.getHost() + " is not known", refused);
            case ConnectException refused -> new IOException("no connection: " + message, refused);
            default -> {
                String tls = TlsFailure.reason(cause);
                yield new IOException(tls == null ? message : "TLS: " + PlainText.line(tls, MAX_REASON), cause);
            }
        };
    }

    @Override
    public void close() {
        http.shutdownNow();
        threads.shutdownNow();
    }
}
