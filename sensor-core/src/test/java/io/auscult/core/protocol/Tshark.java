package io.auscult.core.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Another's reading of a capture, packet by packet, for comparison: Wireshark's command line program, where it is installed. */
public final class Tshark {
    /** One field or protocol of a packet: its name, what it shows, and what lies in it. */
    public record Node(String name, String show, List<Node> children) {
        /** The first of this name anywhere in here, or null. */
        public Node find(String wanted) {
            if (name.equals(wanted)) {
                return this;
            }
            for (Node child : children) {
                Node found = child.find(wanted);
                if (found != null) {
                    return found;
                }
            }
            return null;
        }

        /** What the first of this name shows; empty if there is none. */
        public String value(String wanted) {
            Node found = find(wanted);
            return found == null ? "" : found.show;
        }

        /** All of this name, not looking into those found. */
        public List<Node> all(String wanted) {
            List<Node> found = new ArrayList<>();
            collect(wanted, found);
            return found;
        }

        private void collect(String wanted, List<Node> into) {
            for (Node child : children) {
                if (child.name.equals(wanted)) {
                    into.add(child);
                } else {
                    child.collect(wanted, into);
                }
            }
        }
    }

    private Tshark() {}

    /** Whether the program is there. */
    public static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/bin/tshark"));
    }

    /** Every packet that the display filter lets through. @param options further arguments of tshark */
    public static void read(Path capture, String filter, Consumer<Node> packets, String... options)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("/usr/bin/tshark", "-n", "-r", capture.toString(), "-Y", filter, "-T", "pdml"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream in = process.getInputStream()) {
            XMLStreamReader xml = XMLInputFactory.newDefaultFactory().createXMLStreamReader(in);
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("packet")) {
                    packets.accept(node(xml));
                }
            }
        } catch (XMLStreamException e) {
            throw new IOException(capture + ": " + e.getMessage(), e);
        } finally {
            process.destroy();
            process.waitFor(10, TimeUnit.SECONDS);
        }
    }

    private static Node node(XMLStreamReader xml) throws XMLStreamException {
        String name = attribute(xml, "name");
        String show = attribute(xml, "show");
        List<Node> children = new ArrayList<>();
        while (xml.next() != XMLStreamConstants.END_ELEMENT) {
            if (xml.isStartElement()) {
                children.add(node(xml));
            }
        }
        return new Node(name, show, children);
    }

    private static String attribute(XMLStreamReader xml, String name) {
        String value = xml.getAttributeValue(null, name);
        return value == null ? "" : value;
    }
}
