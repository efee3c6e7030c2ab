namespace Mechanisms.Tour;

/// <summary>What the tour is made on.</summary>
/// <param name="Image">The image that the chapters look at.</param>
/// <param name="Mnist">The folder of the MNIST files for the experiment; null for digits drawn by the program.</param>
/// <param name="Seeds">How many times the experiment trains each net.</param>
internal sealed record TourSettings(TourImage Image, string? Mnist, int Seeds);
