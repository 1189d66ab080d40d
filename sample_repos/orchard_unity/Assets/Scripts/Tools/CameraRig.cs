using UnityEngine;

namespace Orchard.Tools
{
    public class CameraRig : MonoBehaviour
    {
        [SerializeField] private Transform target = null!;
        [SerializeField] private ObjectTracker tracker = null!;

        private void LateUpdate()
        {
            // ok
            tracker.Track("player_camera", target.position);
        }
    }

    public class ObjectTracker : MonoBehaviour
    {
        public void Track(string label, Vector3 position) => Debug.Log($"{label}: {position}");
    }
}
