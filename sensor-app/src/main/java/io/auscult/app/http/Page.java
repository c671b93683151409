package io.auscult.app.http;

/**
 * What is answered for a path. Immutable.
 *
 * @param status HTTP status code
 * @param contentType media type with its character set
 * @param body in UTF-8
 */
public record Page(int status, String contentType, String body) {
    public static Page text(int status, String body) {
        return new Page(status, "text/plain; charset=utf-8", body);
    }

    public static Page json(int status, String body) {
        return new Page(status, "application/json; charset=utf-8", body);
    }
}
