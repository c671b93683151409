package io.auscult.core.capture;

import java.io.IOException;

/** A filter that libpcap does not understand. */
public final class FilterException extends IOException {
    private static final long serialVersionUID = 1L;

    FilterException(String message, Throwable cause) {
        super(message + " (expected: a pcap-filter expression)", cause);
    }
}
