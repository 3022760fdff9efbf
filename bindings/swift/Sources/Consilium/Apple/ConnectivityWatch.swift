#if canImport(Network)
import Dispatch
import Network

/// Tells a session when the device's network comes or goes, as long as it is held.
public final class ConnectivityWatch: @unchecked Sendable {
    private let monitor = NWPathMonitor()

    public init(for session: ConsiliumSession) {
        monitor.pathUpdateHandler = { [weak session] path in
            // A session that was locked meanwhile has no use for it.
            try? session?.connectivityChanged(online: path.status == .satisfied)
        }
        monitor.start(queue: DispatchQueue(label: "org.consilium.connectivity"))
    }

    deinit {
        monitor.cancel()
    }
}
#endif
