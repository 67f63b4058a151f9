import { useData } from 'vitepress'
import { onMounted, watch } from 'vue'

/** Makes the content of the first page a main landmark, which VitePress' own layout of it lacks. */
export function useMainLandmark(): void {
  const { frontmatter } = useData()
  const mark = (layout: unknown): void => {
    const content = document.querySelector('#VPContent')!
    if (layout === 'home') content.setAttribute('role', 'main')
    else content.removeAttribute('role')
  }
  onMounted(() => watch(() => frontmatter.value.layout, mark, { immediate: true, flush: 'post' }))
}
