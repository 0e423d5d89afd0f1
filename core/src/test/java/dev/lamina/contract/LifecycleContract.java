package dev.lamina.contract;

/** All that happens to images and containers in a store: what each storage must do alike. */
public interface LifecycleContract
    extends ChangesContract,
        CollectContract,
        ContainerContract,
        DirectoryContract,
        EventContract,
        ImageMakingContract,
        ListingContract,
        NamesContract,
        RelayeringContract,
        RemovalContract,
        ReportContract,
        SaveContract,
        WritableContract {}
