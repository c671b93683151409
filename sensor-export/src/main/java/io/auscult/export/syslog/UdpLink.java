package io.auscult.export.syslog;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A message a datagram, RFC 5426. Nothing is known of what arrives, but that nobody listens, where the receiver's host says so. Sent at most {@link #BURST}
 * at a time with a pause, since receivers drop what comes faster than they read.
 */
final class UdpLink implements SyslogLink {
    private static final int BURST = 16;
    private static final long PAUSE_NS = 3_000_000; // so at most 5,300 a second

    private final DatagramChannel channel;
    private final ByteBuffer unwanted = ByteBuffer.allocate(64);
    private int sent;
    private boolean isLost;

    private UdpLink(DatagramChannel channel) {
        this.channel = channel;
    }

    static UdpLink open(SyslogSettings settings) throws IOException {
        InetAddress address;
        try {
            address = InetAddress.getByName(settings.host());
        } catch (UnknownHostException e) {
            throw new IOException("host " + settings.host() + " is not known");
        }
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.connect(new InetSocketAddress(address, settings.port()));
            channel.configureBlocking(false);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new UdpLink(channel);
    }

    @Override
    public void send(byte[] message) throws IOException {
        if (++sent % BURST == 0) {
            LockSupport.parkNanos(PAUSE_NS);
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(message);
            for (int i = 0; channel.write(bytes) == 0 && message.length > 0; i++) {
                if (i == 1000) { // the interface's queue is full
                    throw new IOException("the network takes nothing");
                }
                LockSupport.parkNanos(PAUSE_NS);
            }
        } catch (PortUnreachableException e) {
            throw nobody();
        }
    }

    @Override
    public void confirm() throws IOException {
        try {
            unwanted.clear();
            while (channel.read(unwanted) > 0) {
                unwanted.clear();
            }
        } catch (PortUnreachableException e) {
            throw nobody();
        }
    }

    private IOException nobody() {
        isLost = true;
        return new IOException("nobody listens there (port unreachable)");
    }

    @Override
    public boolean isLost() {
        return isLost;
    }

    @Override
    public Duration doubt() {
        return Duration.ZERO;
    }

    @Override
    public long endedNs() {
        return System.nanoTime();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            isLost = true; // closed it is
        }
    }
}
