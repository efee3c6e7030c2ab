namespace CnnCompiler.Nets;

/// <summary>Anomaly detection of MLPerf Tiny: an autoencoder of five spectrogram frames (Banbury et al., "MLPerf Tiny Benchmark", 2021).</summary>
[CnnModel("AD.safetensors")]
[Input(640)]
[Dense(128), BatchNorm, ReLU, Dense(128), BatchNorm, ReLU, Dense(128), BatchNorm, ReLU, Dense(128), BatchNorm, ReLU]
[Dense(8), BatchNorm, ReLU]
[Dense(128), BatchNorm, ReLU, Dense(128), BatchNorm, ReLU, Dense(128), BatchNorm, ReLU, Dense(128), BatchNorm, ReLU]
[Dense(640)]
public sealed partial class AD;
