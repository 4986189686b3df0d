"""The simulated city: RTSP cameras and sensors for the demo, tests and training."""
