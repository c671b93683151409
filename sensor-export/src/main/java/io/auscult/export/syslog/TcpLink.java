package io.auscult.export.syslog;

import io.auscult.export.TlsSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLException;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * Messages over TCP or TLS, each behind its length (octet counting, RFC 6587 section 3.4.1 and RFC 5425).
 *
 * <p>A receiver of syslog acknowledges nothing. What can be known: that the receiver's system has all bytes (the send queue is empty), and how the
 * connection ended. An end in order says that the receiver's program had read all that its system had; then only what it held in memory is in doubt. Any
 * other end (reset, silence) says that it may have left unread whatever fits a receive buffer. {@link #doubt} is how far back to send again then.
 *
 * <p>Used by one thread. Two virtual threads of its own listen for the end and for a write that hangs. An idle receiver that vanishes is noticed in
 * {@link #KEEP_IDLE_S} + {@link #KEEP_COUNT} * {@link #KEEP_INTERVAL_S} seconds.
 */
final class TcpLink implements SyslogLink {
    static final int KEEP_IDLE_S = 20, KEEP_INTERVAL_S = 5, KEEP_COUNT = 3;
    static final Duration IN_ORDER = Duration.ofSeconds(10), OTHERWISE = Duration.ofMinutes(10);

    private static final int BUFFER = 1 << 16; // bytes that wait at most
    private static final Duration GOODBYE = Duration.ofSeconds(2); // the receiver reads what it has and ends, too
    private static final long POLL_NS = 500_000, MOST_POLL_NS = 20_000_000;
    private static final long NEVER = Long.MAX_VALUE;

    private final Socket plain;
    private final Socket socket; // the same, or TLS over it
    private final OutputStream out;
    private final SendQueue queue;
    private final Duration timeout;
    private final byte[] buffer = new byte[BUFFER];
    private final CountDownLatch ended = new CountDownLatch(1);
    private int buffered;
    private boolean isUnconfirmed;
    private boolean isClosed;
    private boolean isParted; // we said goodbye, and the receiver did after it had read everything
    private volatile long deadlineNs = NEVER; // of the write under way
    private volatile @Nullable String end; // why it is over
    private volatile long endedNs;
    private volatile boolean inOrder;

    private TcpLink(Socket plain, Socket socket, Duration timeout) throws IOException {
        this.plain = plain;
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.queue = new SendQueue(plain);
        this.timeout = timeout;
    }

    static TcpLink open(SyslogSettings settings) throws IOException {
        InetAddress address;
        try {
            address = InetAddress.getByName(settings.host());
        } catch (UnknownHostException e) {
            throw new IOException("host " + settings.host() + " is not known");
        }
        int timeoutMs = Math.toIntExact(settings.timeout().toMillis());
        Socket plain = new Socket();
        try {
            plain.setTcpNoDelay(true);
            plain.setKeepAlive(true);
            keepAlive(plain);
            plain.connect(new InetSocketAddress(address, settings.port()), timeoutMs);
            plain.setSoTimeout(timeoutMs); // for the handshake
            TlsSettings tls = settings.tls();
            Socket socket = tls == null ? plain : tls.over(plain, settings.name(), settings.host(), settings.port());
            plain.setSoTimeout(0);
            TcpLink link = new TcpLink(plain, socket, settings.timeout());
            Thread.ofVirtual().name("syslog-" + settings.name() + "-end").start(link::listen);
            Thread.ofVirtual().name("syslog-" + settings.name() + "-watch").start(link::watch);
            return link;
        } catch (SocketTimeoutException e) {
            plain.close();
            throw new IOException("no answer within " + settings.timeout().toMillis() + " ms");
        } catch (SSLException e) {
            plain.close();
            throw new IOException("TLS: " + e.getMessage() + " (look at ca_file, server_name, client_certificate)", e);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private static void keepAlive(Socket socket) throws IOException {
        if (socket.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
            socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, KEEP_IDLE_S);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEP_INTERVAL_S);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, KEEP_COUNT);
        }
        socket.setOption(StandardSocketOptions.SO_LINGER, -1);
    }

    /** A receiver sends nothing, so that reading ends when the connection does. */
    private void listen() {
        byte[] unwanted = new byte[512];
        try {
            while (socket.getInputStream().read(unwanted) >= 0) {
                continue;
            }
            inOrder = true;
            over("the receiver closed the connection");
        } catch (IOException e) {
            over(e.getMessage() == null ? e.toString() : e.getMessage());
        }
        ended.countDown();
    }

    private synchronized void over(String reason) {
        if (end == null) {
            endedNs = System.nanoTime();
            end = reason;
        }
    }

    private void watch() {
        try {
            while (!ended.await(Math.max(1, timeout.toMillis() / 8), TimeUnit.MILLISECONDS)) {
                long deadline = deadlineNs;
                if (deadline != NEVER && System.nanoTime() - deadline > 0) {
                    over("took nothing for " + timeout.toMillis() + " ms");
                    plain.close(); // not the TLS over it, whose close would wait for the write that hangs
                    return;
                }
            }
        } catch (IOException | InterruptedException e) {
            over("watch: " + e);
        }
    }

    @Override
    public void send(byte[] message) throws IOException {
        byte[] length = (message.length + " ").getBytes(StandardCharsets.US_ASCII);
        put(length);
        put(message);
    }

    private void put(byte[] bytes) throws IOException {
        int at = 0;
        while (at < bytes.length) {
            int count = Math.min(bytes.length - at, BUFFER - buffered);
            System.arraycopy(bytes, at, buffer, buffered, count);
            at += count;
            buffered += count;
            if (buffered == BUFFER) {
                write();
            }
        }
    }

    private void write() throws IOException {
        check();
        int count = buffered;
        buffered = 0;
        if (count == 0) {
            return;
        }
        isUnconfirmed = true;
        deadlineNs = System.nanoTime() + timeout.toNanos();
        try {
            out.write(buffer, 0, count);
            out.flush();
        } catch (IOException e) {
            inOrder = false;
            over(e.getMessage() == null ? e.toString() : e.getMessage());
            check();
        } finally {
            deadlineNs = NEVER;
        }
    }

    private void check() throws IOException {
        String reason = end;
        if (reason != null) {
            throw new IOException(reason);
        }
    }

    @Override
    public void confirm() throws IOException {
        write();
        long deadline = System.nanoTime() + timeout.toNanos();
        long wait = POLL_NS;
        while (isUnconfirmed) {
            check();
            long rest = queue.unacknowledgedBytes();
            if (rest == 0 || rest == SendQueue.UNKNOWN) { // unknown: over, which the check below says, or not Linux
                isUnconfirmed = false;
            } else if (System.nanoTime() - deadline > 0) {
                over("acknowledged nothing of the last " + rest + " bytes for " + timeout.toMillis() + " ms");
                plain.close();
            } else {
                LockSupport.parkNanos(wait);
                wait = Math.min(2 * wait, MOST_POLL_NS);
            }
        }
        check();
    }

    @Override
    public boolean isLost() {
        return end != null;
    }

    /** What was sent and not confirmed makes an end in order one of the other kind: the receiver's system refused it. */
    @Override
    public Duration doubt() {
        if (end == null || isParted) {
            return Duration.ZERO;
        }
        return inOrder && !isUnconfirmed ? IN_ORDER : OTHERWISE;
    }

    @Override
    public long endedNs() {
        return end == null ? System.nanoTime() : endedNs;
    }

    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try {
            if (end == null) {
                deadlineNs = System.nanoTime() + timeout.toNanos();
                boolean isFirst = !queue.isEndedByOther(); // else its end is no answer to ours
                socket.shutdownOutput();
                isParted = ended.await(GOODBYE.toMillis(), TimeUnit.MILLISECONDS) && inOrder && isFirst;
            }
        } catch (SocketException e) {
            over("closed"); // it was gone already
        } catch (IOException e) {
            over(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            deadlineNs = NEVER;
            try {
                plain.close();
            } catch (IOException e) {
                over(e.toString());
            }
            over("closed");
        }
    }
}
