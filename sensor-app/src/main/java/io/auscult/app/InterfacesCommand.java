package io.auscult.app;

import io.auscult.core.capture.LiveInterface;
import io.auscult.core.event.IpAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code auscult interfaces}: where one can listen. */
@Command(
        name = "interfaces",
        description = "List the network interfaces one can listen to.",
        footerHeading = "%nExit codes:%n",
        footer = "  0 listed, 3 they cannot be listed")
final class InterfacesCommand implements Callable<Integer> {
    private static final String ROW = "%-16s %-5s %-7s %s%n";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<LiveInterface> interfaces;
        try {
            interfaces = LiveInterface.all();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.INPUT, e);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf(ROW, "INTERFACE", "STATE", "CABLE", "ADDRESSES");
        for (LiveInterface each : interfaces) {
            if (!isNetwork(each)) {
                continue;
            }
            out.printf(ROW, each.name(), each.up() ? "up" : "down", each.running() ? "yes" : "no", tell(each));
        }
        out.flush();
        return ExitCode.FINISHED;
    }

    /** libpcap also offers buses, Bluetooth and the packet filter's own logs. */
    private static boolean isNetwork(LiveInterface each) {
        return each.name().equals("any") || Files.exists(Path.of("/sys/class/net", each.name()));
    }

    private static String tell(LiveInterface each) {
        String addresses =
                each.addresses().stream().map(InterfacesCommand::tell).collect(Collectors.joining(" "));
        String description = each.description();
        return addresses.isEmpty() ? description.isEmpty() ? "-" : description : addresses;
    }

    private static String tell(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return IpAddress.parse(zone < 0 ? text : text.substring(0, zone)).toString();
    }
}
